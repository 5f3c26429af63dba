{# The date some days before a 'YYYY-MM-DD', as an SQL literal. #}
{% macro date_before(date, days) %}
    {%- set day = modules.datetime.datetime.strptime(date, '%Y-%m-%d') - modules.datetime.timedelta(days=days) -%}
    {{ return("date '" ~ day.strftime('%Y-%m-%d') ~ "'") }}
{% endmacro %}
