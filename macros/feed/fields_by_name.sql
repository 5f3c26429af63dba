{# A line's `fields` as the `<column>_raw` columns of a feed, found by the header's `column_positions`. #}
{% macro fields_by_name(feed) -%}
    {%- set field = nth('fields', nth('column_positions', '{n}')) -%}
    {%- for column in feed_columns(feed) %}
    {{- field.replace('{n}', loop.index | string) }} as {{ column }}_raw,
    {% endfor -%}
{%- endmacro %}
