{#
  True for `local@domain` of at most 254 characters: local 1 to 64 characters of RFC 5322 atoms joined
  by dots; domain two or more labels of letters, digits and inner hyphens, at most 63 each, the last
  not all digits.
#}
{% macro is_email(text) %}{{ return(adapter.dispatch('is_email')(text)) }}{% endmacro %}
