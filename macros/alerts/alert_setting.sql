{# The SQL of a threshold: its variable, or what the variable `alerts` says for the row's dataset, whose column may be named. #}
{% macro alert_setting(name, dataset='dataset') %}
    {%- if name not in tunable_settings() -%}
        {{ exceptions.raise_compiler_error(name ~ " is not in tunable_settings().") }}
    {%- endif -%}
    {%- set own = {} -%}
    {%- for feed, settings in setting('alerts').items() if name in settings %}{% do own.update({feed: settings[name]}) %}{% endfor -%}
    {{ return(by_feed(own, setting(name), dataset)) }}
{% endmacro %}
