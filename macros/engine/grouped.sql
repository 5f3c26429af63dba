{# A whole number for people, with separators: 1,234. #}
{% macro grouped(number) %}
    {{ return(by_engine(
        duckdb="format('{:,}', cast(" ~ number ~ " as bigint))",
        spark="format_number(cast(" ~ number ~ " as bigint), 0)",
    )) }}
{% endmacro %}
