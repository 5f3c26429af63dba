{# A text as an SQL literal, whatever it holds. #}
{% macro sql_text(text) %}{{ return(adapter.dispatch('sql_text')(text | string)) }}{% endmacro %}

{% macro duckdb__sql_text(text) %}{{ return("'" ~ text.replace("'", "''") ~ "'") }}{% endmacro %}

{# Backslashes mean something in Spark's literals, and so does ${name} anywhere in a query. #}
{% macro spark__sql_text(text) %}{{ return("'" ~ text.replace('\\', '\\\\').replace("'", "''").replace('${', '$\\{') ~ "'") }}{% endmacro %}
