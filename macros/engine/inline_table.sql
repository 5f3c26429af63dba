{# Rows of texts and numbers as a table without a name: one scan, where a union of selects is a plan for each row. #}
{% macro inline_table(rows) %}
    {%- set written = [] -%}
    {%- for row in rows -%}
        {%- set values = [] -%}
        {%- for value in row %}{% do values.append(value if value is number else sql_text(value)) %}{% endfor -%}
        {%- do written.append('(' ~ values | join(', ') ~ ')') -%}
    {%- endfor -%}
    {{ return('(values ' ~ written | join(', ') ~ ')') }}
{% endmacro %}

{# The numbers from the first to the last, as such a table. #}
{% macro numbers(first, last) %}{{ return(inline_table(range(first, last + 1) | batch(1))) }}{% endmacro %}
