{# Raises a compile error for variables that no model could be built with, before a run changes anything. #}
{% macro check_variables() %}
    {%- set days = var('late_customer_days') -%}
    {%- if days is not integer or days < 0 -%}
        {{ exceptions.raise_compiler_error("late_customer_days must be a whole number, 0 or more, not '" ~ days ~ "'.") }}
    {%- endif -%}
    {%- for feed in feeds() -%}
        {%- do rules(feed) -%}
        {%- if feed_setting(feed, 'date_order') not in ['mdy', 'dmy'] -%}
            {{ exceptions.raise_compiler_error("date_order: " ~ feed ~ " must be mdy or dmy, not '" ~ feed_setting(feed, 'date_order') ~ "'.") }}
        {%- endif -%}
        {%- do check_time_zone(feed_setting(feed, 'naive_timezone')) -%}
    {%- endfor -%}
    {%- do check_alert_settings() -%}
{% endmacro %}
