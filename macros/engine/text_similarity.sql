{# How alike two texts are, from 0 to 1 (Jaro-Winkler: what differs at the end weighs less). #}
{% macro text_similarity(one, other) %}{{ return(adapter.dispatch('text_similarity')(one, other)) }}{% endmacro %}

{% macro duckdb__text_similarity(one, other) %}{{ return('round(jaro_winkler_similarity(' ~ one ~ ', ' ~ other ~ '), 4)') }}{% endmacro %}

{# DuckDB compares bytes, hence each byte as a character here. #}
{% macro spark__text_similarity(one, other) -%}
    round(jaro_winkler_similarity(decode(encode({{ one }}, 'utf-8'), 'iso-8859-1'), decode(encode({{ other }}, 'utf-8'), 'iso-8859-1')), 4)
{%- endmacro %}
