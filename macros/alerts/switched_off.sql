{# The feeds for which the variable `alerts` switches a check off, as SQL texts; empty when none. #}
{% macro switched_off(type) %}
    {%- set feeds = [] -%}
    {%- for feed, settings in setting('alerts').items() if settings.get(type) == false -%}
        {%- do feeds.append(sql_text(feed)) -%}
    {%- endfor -%}
    {{ return(feeds | join(', ')) }}
{% endmacro %}
