{# Raises a compile error for variables that no model could be built with, before a run changes anything. #}
{% macro check_variables() %}
    {%- set days = var('late_customer_days') -%}
    {%- if days is not integer or days < 0 -%}
        {{ exceptions.raise_compiler_error("late_customer_days must be a whole number, 0 or more, not '" ~ days ~ "'.") }}
    {%- endif -%}
    {%- for feed in feeds() -%}
        {%- do rules(feed) -%}
        {%- if var('date_order')[feed] not in ['mdy', 'dmy'] -%}
            {{ exceptions.raise_compiler_error("date_order: " ~ feed ~ " must be mdy or dmy, not '" ~ var('date_order')[feed] ~ "'.") }}
        {%- endif -%}
        {%- do check_time_zone(var('naive_timezone')[feed]) -%}
    {%- endfor -%}
    {%- do check_alert_settings() -%}
{% endmacro %}
