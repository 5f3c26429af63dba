{# A subquery of the numbers 1 to n. #}
{% macro numbers_to(n) -%}
    {%- for number in range(1, n + 1) %}
    select {{ number }} as number{{ ' union all' if not loop.last }}
    {%- endfor %}
{%- endmacro %}
