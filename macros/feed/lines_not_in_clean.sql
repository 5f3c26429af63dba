{# The lines of a feed in this run that are not in clean: those that are rejected, as a query of run_lines(). #}
{% macro lines_not_in_clean(feed) -%}
    {%- set clean = ref('clean_' ~ feed) -%}
    {%- if date_of_one_file(feed) -%}
    select *
    from {{ run_lines(feed) }}
    where line_number not in (select line_number from {{ clean }} where {{ in_run_dates() }})
    {%- else -%}
    select lines.*
    from {{ run_lines(feed) }} as lines
    left join (select * from {{ clean }} where {{ in_run_dates() }}) as clean
        on
            lines.ingest_date = clean.ingest_date
            and lines.source_file = clean.source_file
            and lines.line_number = clean.line_number
    where clean.line_number is null
    {%- endif -%}
{%- endmacro %}
