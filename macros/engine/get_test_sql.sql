{# A test's SQL as Spark reads it. #}
{% macro spark__get_test_sql(main_sql, fail_calc, warn_if, error_if, limit) -%}
    {{ default__get_test_sql(portable_sql(main_sql), fail_calc, warn_if, error_if, limit) }}
{%- endmacro %}
