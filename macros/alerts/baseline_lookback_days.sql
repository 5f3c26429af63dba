{# How many days before a date can matter to what is usual there, apart from its latest partitions. #}
{% macro baseline_lookback_days() %}
    {%- set weeks = 7 * setting('baseline_weekdays') -%}
    {{ return([[weeks, setting('spread_days'), setting('drops_days') + 1, setting('month_days')] | max + setting('level_days') + weeks, setting('hour_days')] | max) }}
{% endmacro %}
