{#
  A received timestamp (trimmed, NULL when missing) as `YYYY-MM-DD HH:MM:SS[.ffffff]`, followed by
  nothing, Z, +HH:MM or a blank and Area/Location; NULL when it is in none of the accepted forms.
  The common form comes back untouched and costs one regular expression; T instead of the blank stays.
  The date may still be impossible (30 February): utc_timestamp() gives NULL for it.
#}
{% macro timestamp_text(text, order='mdy') %}{{ return(adapter.dispatch('timestamp_text')(text, order)) }}{% endmacro %}
