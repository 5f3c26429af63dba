{#
  Three steps from a received timestamp to UTC, each a column of its own, so that no expression is
  computed twice: timestamp_form(), timestamp_text(), utc_timestamp(). All give NULL for NULL and for
  what is no timestamp.

  timestamp_form(value, order): the value itself when it is in the common form,
  `YYYY-MM-DD HH:MM:SS[.ffffff]` with T or a blank, and nothing, Z or +HH:MM behind it. Any other
  accepted form as its nine parts, `year|month|day|hour|minute|second|fraction|AM or PM|zone`.
  `order` is mdy or dmy; `two_digit_years` says whether years may have two digits, `formats` are strptime patterns
  that are tried first.
#}
{% macro timestamp_form(value, order='mdy', two_digit_years=false, formats=[]) %}
    {%- set own = [] -%}
    {%- for format in formats %}{% do own.append(time_format_pattern(format)) %}{% endfor -%}
    {{ return(adapter.dispatch('timestamp_form')(value, own, timestamp_patterns(order, two_digit_years))) }}
{% endmacro %}

{# The common form of what timestamp_form() gave; a zone name follows a blank. The date may not exist. #}
{% macro timestamp_text(form) %}{{ return(adapter.dispatch('timestamp_text')(form)) }}{% endmacro %}

{# The UTC timestamp of what timestamp_text() gave; NULL for impossible dates and years outside 1900 to 2199, in UTC. `zone` is that of values without one. #}
{% macro utc_timestamp(text, zone='UTC') %}{{ return(adapter.dispatch('utc_timestamp')(text, zone)) }}{% endmacro %}
