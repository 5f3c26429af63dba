{# The SQL of a threshold: its variable, or what alert_settings() has for the row's dataset, whose column may be named. #}
{% macro alert_setting(name, dataset='dataset') %}
    {%- if name not in tunable_settings() -%}
        {{ exceptions.raise_compiler_error(name ~ " is not in tunable_settings().") }}
    {%- endif -%}
    {%- set own = {} -%}
    {%- for feed, settings in alert_settings().items() if name in settings %}{% do own.update({feed: settings[name]}) %}{% endfor -%}
    {{ return(by_feed(own, setting(name), dataset)) }}
{% endmacro %}

{# What differs from the variables, by feed: what the feed book has under `alerts`, or the variable of that name instead. #}
{% macro alert_settings() %}{{ return(found_once('alert settings', read_alert_settings)) }}{% endmacro %}

{# The same, read from both. #}
{% macro read_alert_settings() %}
    {%- set found, of_variable = {}, setting('alerts') -%}
    {%- for feed in feeds() -%}
        {%- do found.update({feed: dict(feed_setting(feed, 'alerts'), **of_variable.get(feed, {}))}) -%}
    {%- endfor -%}
    {{ return(found) }}
{% endmacro %}
