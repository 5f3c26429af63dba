{# A text as an SQL literal, whatever it holds. #}
{% macro sql_text(text) %}{{ return("'" ~ (text | string).replace("'", "''") ~ "'") }}{% endmacro %}
