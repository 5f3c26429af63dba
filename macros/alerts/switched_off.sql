{# The feeds for which a check is switched off, as SQL texts; empty when none. #}
{% macro switched_off(type) %}
    {%- set feeds = [] -%}
    {%- for feed, settings in alert_settings().items() if settings.get(type) == false -%}
        {%- do feeds.append(sql_text(feed)) -%}
    {%- endfor -%}
    {{ return(feeds | join(', ')) }}
{% endmacro %}
