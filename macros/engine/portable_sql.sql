{#
  SQL as Spark reads it: no comma behind the last column of a list, its own names of types. Texts stay as
  they are, comments go.
#}
{% macro portable_sql(sql) %}
    {%- set text = "(\\b[rR]'[^']*'|'(?:[^'\\\\]|\\\\.)*')" -%}
    {%- set bare = modules.re.sub(text ~ '|--[^\n]*', '\\1', sql, flags=modules.re.DOTALL) -%}
    {%- set words = [] -%}
    {%- for word in modules.re.split(text, bare, flags=modules.re.DOTALL) -%}
        {%- do words.append(word if loop.index0 % 2 else spark_types(word)) -%}
    {%- endfor -%}
    {%- set last_comma = ',(?=\\s*(?:[)]|(?:from|where|union)\\b|$))' -%}
    {{ return(modules.re.sub(text ~ '|' ~ last_comma, '\\1', words | join(''), flags=modules.re.DOTALL)) }}
{% endmacro %}

{# SQL without texts in it, its types as Spark calls them, and CTEs kept or not as Spark sees fit. #}
{% macro spark_types(sql) %}
    {%- set lists = modules.re.sub('\\b(\\w+)\\[\\]', 'array<\\1>', sql) -%}
    {%- set texts = modules.re.sub('\\b(?:varchar|json)\\b(?![(])', 'string', lists) -%}
    {%- set numbers = modules.re.sub('\\bhugeint\\b', 'decimal(38, 0)', texts) -%}
    {{ return(modules.re.sub('\\bas materialized\\b', 'as', numbers)) }}
{% endmacro %}
