{# Texts as an SQL list of text. #}
{% macro text_list(texts) -%}
    {%- set literals = [] -%}
    {%- for text in texts %}{% do literals.append(sql_text(text)) %}{% endfor -%}
    {{ return(adapter.dispatch('typed_text_list')(literals)) }}
{%- endmacro %}

{% macro duckdb__typed_text_list(literals) %}{{ return('cast([' ~ literals | join(', ') ~ '] as varchar[])') }}{% endmacro %}

{# How many elements a list has. #}
{% macro list_length(list) %}{{ return(adapter.dispatch('list_length')(list)) }}{% endmacro %}

{% macro duckdb__list_length(list) %}{{ return('len(' ~ list ~ ')') }}{% endmacro %}

{# The n-th element of a list, counted from 1; NULL when there is none. #}
{% macro nth(list, n) %}{{ return(adapter.dispatch('nth')(list, n)) }}{% endmacro %}

{% macro duckdb__nth(list, n) %}{{ return(list ~ '[' ~ n ~ ']') }}{% endmacro %}

{# The texts of a list that are not NULL, in order. #}
{% macro list_of_present(texts) %}{{ return(adapter.dispatch('list_of_present')(texts)) }}{% endmacro %}

{% macro duckdb__list_of_present(texts) -%}
    list_filter(cast([{{ texts | join(', ') }}] as varchar[]), lambda text: text is not null)
{%- endmacro %}

{# True when a list holds a value. #}
{% macro list_has(list, value) %}{{ return(adapter.dispatch('list_has')(list, value)) }}{% endmacro %}

{% macro duckdb__list_has(list, value) %}{{ return('list_contains(' ~ list ~ ', ' ~ value ~ ')') }}{% endmacro %}
