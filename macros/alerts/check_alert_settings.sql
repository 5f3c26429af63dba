{# Raises a compile error for what the variables of the alerts can't ask for. #}
{% macro check_alert_settings() %}
    {%- for name in ['alerts', 'max_empty_hours'] if var(name) is not mapping -%}
        {{ exceptions.raise_compiler_error(name ~ " must have values by feed, not be '" ~ var(name) ~ "'.") }}
    {%- endfor -%}
    {%- set types = alert_book() | map(attribute='type') | list -%}
    {%- for feed, settings in var('alerts').items() -%}
        {%- if feed not in feeds() -%}
            {{ exceptions.raise_compiler_error("alerts: no feed is called '" ~ feed ~ "', only " ~ feeds() | join(', ') ~ ".") }}
        {%- elif settings is not mapping -%}
            {{ exceptions.raise_compiler_error("alerts: " ~ feed ~ " must have names and values, such as {volume_spike: false}.") }}
        {%- endif -%}
        {%- for name, value in settings.items() -%}
            {%- if name not in types + tunable_settings() -%}
                {{ exceptions.raise_compiler_error("alerts: " ~ feed ~ "." ~ name ~ " is neither a check nor a number that can differ by feed, which are " ~ (types + tunable_settings()) | join(', ') ~ ".") }}
            {%- elif name in types and value is not boolean -%}
                {{ exceptions.raise_compiler_error("alerts: " ~ feed ~ "." ~ name ~ " must be true or false, not '" ~ value ~ "'.") }}
            {%- elif name not in types and (value is not number or value is boolean) -%}
                {{ exceptions.raise_compiler_error("alerts: " ~ feed ~ "." ~ name ~ " must be a number, not '" ~ value ~ "'.") }}
            {%- endif -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- for feed in var('max_empty_hours') if feed not in hourly_feeds() -%}
        {{ exceptions.raise_compiler_error("max_empty_hours: '" ~ feed ~ "' has no hours, only " ~ hourly_feeds() | join(', ') ~ " have.") }}
    {%- endfor -%}
    {%- do is_announced("ingest_date") -%}
{% endmacro %}
