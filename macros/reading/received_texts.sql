{#
  CTEs that split the kept lines in `lines` (rows of a staging model) once more.
  They end in `received`: the same rows with `<column>_raw`, as received or corrected but unquoted; NULL
  where the line is malformed or was not kept.
#}
{% macro received_texts(feed) -%}
    split as (
        select
            lines.*,
            files.column_positions,
            case when not lines.is_malformed then {{ split_fields('coalesce(lines.corrected_line, lines.raw_line)', 'files.delimiter') }} end as fields,
        from lines
        inner join {{ ref('stg_files') }} as files
            on lines.ingest_date = files.ingest_date and lines.source_file = files.source_file
    ),

    received as (
        select
            *,
            {{ fields_by_name(feed) | indent(12) }}
        from split
    )
{%- endmacro %}
