{# Raises a compile error for variables that no model could be built with, before a run changes anything. #}
{% macro check_variables() %}
    {%- for feed in feeds() -%}
        {%- do rules(feed) -%}
        {%- if var('date_order')[feed] not in ['mdy', 'dmy'] -%}
            {{ exceptions.raise_compiler_error("date_order: " ~ feed ~ " must be mdy or dmy, not '" ~ var('date_order')[feed] ~ "'.") }}
        {%- endif -%}
        {%- do check_time_zone(var('naive_timezone')[feed]) -%}
    {%- endfor -%}
    {%- do check_alert_settings() -%}
{% endmacro %}
