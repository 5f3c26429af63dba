{#
  A received number (trimmed, NULL when missing) in plain spelling, `[-]digits[.digits][e±digits]`;
  NULL when it is none. Grouping, decimal commas, accounting parentheses and a plus sign are undone.
#}
{% macro number_text(text) %}{{ return(adapter.dispatch('number_text')(text)) }}{% endmacro %}

{# The currency mark, before or after the digits, of a received amount as the vocabulary spells it; NULL without one. #}
{% macro amount_mark(text) %}{{ return(adapter.dispatch('amount_mark')(text)) }}{% endmacro %}

{# A received amount without its currency mark, for number_text(). #}
{% macro amount_digits(text) %}{{ return(adapter.dispatch('amount_digits')(text)) }}{% endmacro %}
