{# Warns of some things by their names, of many by the first of them; of none not at all. #}
{% macro warn_of(what, names) %}
    {%- if names -%}{%- do exceptions.warn(what ~ ': ' ~ first_of(names) | join(', ')) -%}{%- endif -%}
{% endmacro %}

{# The first of some texts, and behind them how many more there are. #}
{% macro first_of(texts, most=12) %}
    {%- set more = texts | length - most -%}
    {{ return((texts | list)[:most] + (['and ' ~ '{:,}'.format(more) ~ ' more'] if more > 0 else [])) }}
{% endmacro %}
