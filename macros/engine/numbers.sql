{% macro duckdb__finite_double(number_text) -%}
    case when isfinite(try_cast({{ number_text }} as double)) then try_cast({{ number_text }} as double) end
{%- endmacro %}

{% macro duckdb__amount(number_text) %}{{ return('try_cast(' ~ number_text ~ ' as decimal(18, 4))') }}{% endmacro %}
