{# Dates as an SQL list of dates. #}
{% macro date_list(dates) -%}
    {%- set literals = [] -%}
    {%- for date in dates %}{% do literals.append("date '" ~ date ~ "'") %}{% endfor -%}
    {{ return('cast([' ~ literals | join(', ') ~ '] as date[])') }}
{%- endmacro %}
