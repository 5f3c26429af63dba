{# Hours from the first to before the next: `01:00-06:00` for five, `05:00-06:00` for one, the last one ends `24:00`. #}
{% macro clock_range(first, last) -%}
    lpad(cast({{ first }} as varchar), 2, '0') || ':00-' || lpad(cast({{ last }} + 1 as varchar), 2, '0') || ':00'
{%- endmacro %}
