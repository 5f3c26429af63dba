{# Hours as `01:00-06:00`, or `05:00` when it is one. #}
{% macro clock_range(first, last) -%}
    lpad(cast({{ first }} as varchar), 2, '0') || ':00'
    || case when {{ last }} > {{ first }} then '-' || lpad(cast({{ last }} as varchar), 2, '0') || ':00' else '' end
{%- endmacro %}
