{# A subquery of the hours 0 to 23. #}
{% macro hours_of_day() -%}
    {%- for hour in range(24) %}
    select {{ hour }} as hour{{ ' union all' if not loop.last }}
    {%- endfor %}
{%- endmacro %}
