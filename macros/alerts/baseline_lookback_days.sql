{# How many days before a date can matter to what is usual there, apart from its latest partitions. #}
{% macro baseline_lookback_days() %}
    {%- set weeks = 7 * var('baseline_weekdays') -%}
    {{ return([weeks, var('spread_days')] | max + var('level_days') + weeks) }}
{% endmacro %}
