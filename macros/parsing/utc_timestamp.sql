{#
  The UTC timestamp of what timestamp_text() gave; NULL for NULL and for impossible dates.
  `zone` is the zone of values that name none.
#}
{% macro utc_timestamp(iso_text, zone='UTC') %}{{ return(adapter.dispatch('utc_timestamp')(iso_text, zone)) }}{% endmacro %}
