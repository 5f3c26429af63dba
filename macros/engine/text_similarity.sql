{# How alike two texts are, from 0 to 1 (Jaro-Winkler: what differs at the end weighs less). #}
{% macro text_similarity(one, other) %}{{ return(adapter.dispatch('text_similarity')(one, other)) }}{% endmacro %}

{% macro duckdb__text_similarity(one, other) %}{{ return('round(jaro_winkler_similarity(' ~ one ~ ', ' ~ other ~ '), 4)') }}{% endmacro %}
