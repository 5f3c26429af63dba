{#
  A received number (trimmed, NULL when missing) in plain spelling, `[-]digits[.digits][e±digits]`;
  NULL when it is none. Grouping, decimal commas, accounting parentheses and a plus sign are undone. `mark` is what
  stands before decimals: a dot, a comma, or auto.
#}
{% macro number_text(text, mark='auto') %}{{ return(adapter.dispatch('number_text')(text, mark)) }}{% endmacro %}

{# The currency mark before the digits of a received amount, as received; NULL without one. #}
{% macro amount_mark(text, mark='auto') %}{{ return(adapter.dispatch('amount_mark')(text, mark)) }}{% endmacro %}

{# The same behind the digits. #}
{% macro amount_mark_behind(text, mark='auto') %}{{ return(adapter.dispatch('amount_mark_behind')(text, mark)) }}{% endmacro %}

{# A received amount without its currency marks, for number_text(). #}
{% macro amount_digits(text, mark='auto') %}{{ return(adapter.dispatch('amount_digits')(text, mark)) }}{% endmacro %}

{# True for amount_digits() that the other decimal mark would make another number, as 2.804 and 2,804 are. #}
{% macro is_ambiguous_number(text) %}{{ return(adapter.dispatch('is_ambiguous_number')(text)) }}{% endmacro %}
