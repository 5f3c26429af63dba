{# Whole days from one 'YYYY-MM-DD' to a later one. #}
{% macro days_between(start, end) %}
    {%- set day = modules.datetime.datetime.strptime -%}
    {{ return((day(end, '%Y-%m-%d') - day(start, '%Y-%m-%d')).days) }}
{% endmacro %}
