{# True for rows of the run's dates. The bounds let the engine skip the rest of the table. #}
{% macro in_run_dates(column='ingest_date') -%}
    {%- set dates = run_dates() -%}
    {%- if not dates -%}
        false
    {%- else -%}
        {{ column }} between date '{{ dates[0] }}' and date '{{ dates[-1] }}'
        {%- if days_between(dates[0], dates[-1]) >= dates | length %}
        and {{ column }} in ({% for date in dates %}date '{{ date }}'{{ ', ' if not loop.last }}{% endfor %})
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}
