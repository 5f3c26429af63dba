{# The run's lines of a feed that are not in its clean table: by construction, no line is in neither. #}
{% macro lines_not_clean(feed) -%}
    select lines.*
    from {{ ref('stg_' ~ feed) }} as lines
    left join (select * from {{ ref('clean_' ~ feed) }} where {{ in_run_dates() }}) as clean
        on
            lines.ingest_date = clean.ingest_date
            and lines.source_file = clean.source_file
            and lines.line_number = clean.line_number
    where clean.line_number is null and {{ in_run_dates('lines.ingest_date') }}
{%- endmacro %}
