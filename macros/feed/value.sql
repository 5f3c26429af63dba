{# A received column's value: trimmed, NULL when missing. For CTEs on top of received_lines(). #}
{% macro value(column, is_country=false) %}{{ return(present(trimmed(column ~ '_raw', 'has_odd_blanks'), is_country)) }}{% endmacro %}
