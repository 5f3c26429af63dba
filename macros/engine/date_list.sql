{# Dates as an SQL list of dates. #}
{% macro date_list(dates) -%}
    {%- set literals = [] -%}
    {%- for date in dates %}{% do literals.append("date '" ~ date ~ "'") %}{% endfor -%}
    {{ return(adapter.dispatch('typed_date_list')(literals)) }}
{%- endmacro %}

{% macro duckdb__typed_date_list(literals) %}{{ return('cast([' ~ literals | join(', ') ~ '] as date[])') }}{% endmacro %}

{% macro spark__typed_date_list(literals) %}{{ return('cast(array(' ~ literals | join(', ') ~ ') as array<date>)') }}{% endmacro %}
