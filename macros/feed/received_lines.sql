{#
  CTEs that split the lines in `lines` (rows with the `line` to be read) into the feed's columns.
  `is_of_run` is false for lines of other dates than the run's.
  They end in `received`: one row per line with is_malformed, is_column_missing, has_odd_blanks,
  partition_date and `<column>_raw`, as received but unquoted. Lines that are malformed only by bytes of another
  encoding have fields too where `despite_encoding` is true.
#}
{% macro received_lines(feed, is_of_run=true, despite_encoding=false) -%}
    split as (
        select
            lines.*,
            cast(files.ingest_date as varchar) as partition_date,
            files.column_count,
            files.column_positions,
            {{ list_length('files.missing_columns') }} > 0 as is_column_missing,
            {{ where_untrimmed(feed, has_odd_blanks('lines.line', 'files.delimiter'), 'lines.line') | indent(12) }} as has_odd_blanks,
            {{ split_fields('lines.line', 'files.delimiter', quoting_of(feed)) }} as all_fields,
        from lines
        {{ join_files(feed, 'lines', is_of_run) | indent(8) }}
    ),

    well_formed as (
        select
            *,
            case when {{ "coalesce(flaw, 'encoding') = 'encoding'" if despite_encoding else 'flaw is null' }} and {{ has_width(feed) }} then {{ fields_of_width(feed) }} end as fields,
        from split
    ),

    received as (
        select
            *,
            fields is null as is_malformed,
            {{ fields_by_name(feed) | indent(12) }}
        from well_formed
    )
{%- endmacro %}
