{# The `<column>_raw` columns of a feed, taken from a relation. #}
{% macro raw_columns(feed, relation) -%}
    {%- for column in feed_columns(feed) %}
    {{- relation }}.{{ column }}_raw,
    {% endfor -%}
{%- endmacro %}
