{#
  A text as an SQL literal, whatever it holds. Backslashes mean something in Spark's, and so does ${name} anywhere in a
  query. Not dispatched, as a run writes some thousand of them.
#}
{% macro sql_text(text) %}
    {%- set written = (text | string).replace("'", "''") -%}
    {{ return("'" ~ (written.replace('\\', '\\\\').replace('${', '$\\{') if target.type == 'spark' else written) ~ "'") }}
{% endmacro %}

{# Texts as SQL literals, comma-separated. They are written as one, with a character between them that no SQL can hold. #}
{% macro sql_texts(texts) %}
    {{ return(sql_text(texts | join('\x00')).replace('\x00', "', '") if texts else '') }}
{% endmacro %}
