{# Raises a compile error for what the variables of the alerts can't ask for. #}
{% macro check_alert_settings() %}
    {%- for name in ['alerts', 'max_empty_hours'] if var(name) is not mapping -%}
        {{ exceptions.raise_compiler_error(name ~ " must have values by feed, not be '" ~ var(name) ~ "'.") }}
    {%- endfor -%}
    {%- for feed, settings in var('alerts').items() -%}
        {%- if feed not in feeds() -%}
            {{ exceptions.raise_compiler_error("alerts: no feed is called '" ~ feed ~ "', only " ~ feeds() | join(', ') ~ ".") }}
        {%- elif settings is not mapping -%}
            {{ exceptions.raise_compiler_error("alerts: " ~ feed ~ " must have names and values, such as {volume_spike: false}.") }}
        {%- endif -%}
    {%- endfor -%}
    {%- for feed, settings in var('alerts').items() -%}
        {%- for name, value in settings.items() -%}
            {%- do check_alert_setting(feed ~ '.' ~ name, name, value) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- for feed, hours in var('max_empty_hours').items() if feed not in feeds_that('has_hours') or hours is not integer -%}
        {{ exceptions.raise_compiler_error("max_empty_hours: " ~ feed ~ " must be a feed with hours (" ~ feeds_that('has_hours') | join(', ') ~ ") and have a whole number, not '" ~ hours ~ "'.") }}
    {%- endfor -%}
    {%- do is_announced('ingest_date') -%}
{% endmacro %}

{# Raises a compile error for one entry of the variable `alerts`. #}
{% macro check_alert_setting(entry, name, value) %}
    {%- set types = alert_book() | map(attribute='type') | list -%}
    {%- if name not in types + tunable_settings() -%}
        {{ exceptions.raise_compiler_error("alerts: " ~ entry ~ " is neither a check nor a number that can differ by feed, which are " ~ (types + tunable_settings()) | join(', ') ~ ".") }}
    {%- elif name in types and value is not boolean -%}
        {{ exceptions.raise_compiler_error("alerts: " ~ entry ~ " must be true or false, not '" ~ value ~ "'.") }}
    {%- elif name not in types and (value is not number or value is boolean) -%}
        {{ exceptions.raise_compiler_error("alerts: " ~ entry ~ " must be a number, not '" ~ value ~ "'.") }}
    {%- endif -%}
{% endmacro %}
