{# A received column's value: trimmed, NULL when missing, which `words` may say too. For CTEs on top of received_lines(). #}
{% macro value(column, is_country=false, words=[]) %}{{ return(present(trimmed(column ~ '_raw', 'has_odd_blanks'), is_country, words)) }}{% endmacro %}
