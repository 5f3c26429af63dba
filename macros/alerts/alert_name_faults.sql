{# What alert_settings() names that is no check, and checks that it sets to something else than true or false, a sentence each. #}
{% macro alert_name_faults(values) %}
    {%- set faults = [] -%}
    {%- set types = alert_book() | map(attribute='type') | list if values else [] -%}
    {%- for feed, settings in values.items() -%}
        {%- for name, value in settings.items() if name not in tunable_settings() -%}
            {%- if name not in types -%}
                {%- do faults.append("alerts: " ~ feed ~ "." ~ name ~ " is neither a check nor a number that can differ by feed, which are " ~ (types + tunable_settings()) | join(', ') ~ ".") -%}
            {%- elif value is not boolean -%}
                {%- do faults.append("alerts: " ~ feed ~ "." ~ name ~ " must be true or false, not " ~ shown(value) ~ ".") -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(faults) }}
{% endmacro %}
