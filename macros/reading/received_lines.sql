{#
  CTEs that split the lines in `lines` (rows of data_lines(feed)) into the feed's columns.
  They end in `received`: one row per line with is_malformed, is_column_missing, has_odd_blanks,
  partition_date and `<column>_raw`, as received but unquoted.
#}
{% macro received_lines(feed) -%}
    split as (
        select
            lines.*,
            cast(files.ingest_date as varchar) as partition_date,
            files.column_count,
            files.column_positions,
            {{ list_length('files.missing_columns') }} > 0 as is_column_missing,
            {{ where_untrimmed(feed, has_odd_blanks('lines.raw_line', 'files.delimiter')) | indent(12) }} as has_odd_blanks,
            {{ split_fields('lines.raw_line', 'files.delimiter') }} as all_fields,
        from lines
        {{ join_files(feed, 'lines') | indent(8) }}
    ),

    well_formed as (
        select
            *,
            case when is_utf8 and {{ list_length('all_fields') }} = column_count then all_fields end as fields,
        from split
    ),

    received as (
        select
            ingest_date,
            source_file,
            line_number,
            raw_line,
            is_utf8,
            fields is null as is_malformed,
            is_column_missing,
            has_odd_blanks,
            partition_date,
            {{ fields_by_name(feed) | indent(12) }}
        from well_formed
    )
{%- endmacro %}
