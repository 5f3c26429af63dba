{# A line's `fields` as the `<column>_raw` columns of a feed, found by the header's `column_positions`. #}
{% macro fields_by_name(feed) -%}
    {%- for column in feed_columns(feed) %}
    {{- nth('fields', nth('column_positions', loop.index)) }} as {{ column }}_raw,
    {% endfor -%}
{%- endmacro %}
