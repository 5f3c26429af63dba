{# A text as an SQL literal, whatever it holds. #}
{% macro sql_text(text) %}{{ return(adapter.dispatch('sql_text')(text)) }}{% endmacro %}

{% macro duckdb__sql_text(text) %}{{ return("'" ~ (text | string).replace("'", "''") ~ "'") }}{% endmacro %}

{% macro spark__sql_text(text) %}{{ return("'" ~ (text | string).replace("\\", "\\\\").replace("'", "\\'") ~ "'") }}{% endmacro %}
