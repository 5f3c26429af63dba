{# The SQL of a threshold: its variable, or what the variable `alerts` says for the row's dataset. #}
{% macro alert_setting(name) %}
    {%- if name not in tunable_settings() -%}
        {{ exceptions.raise_compiler_error(name ~ " is not in tunable_settings().") }}
    {%- endif -%}
    {%- set own = [] -%}
    {%- for feed, settings in setting('alerts').items() if name in settings -%}
        {%- do own.append(' when ' ~ sql_text(feed) ~ ' then ' ~ settings[name]) -%}
    {%- endfor -%}
    {{ return('case dataset' ~ own | join ~ ' else ' ~ setting(name) ~ ' end' if own else setting(name) | string) }}
{% endmacro %}
