{#
  True when another check fires, and isn't switched off for the feed: one cause, one alert.
  `fires` defaults to the condition of checks that need no threshold of a feed.
#}
{% macro is_said_by(type, fires=none) %}
    {%- set conditions = {
        'feed_missing': 'files = 0',
        'feed_empty': 'files > 0 and total = 0',
        'column_missing': 'missing_columns > 0',
        'repeated_feed': 'is_repeated',
        'quarantine_rate': 'partitions >= ' ~ setting('min_baseline_partitions') ~ ' and quarantine_rate_rise >= ' ~ quarantine_limit(),
    } -%}
    {%- set off = switched_off(type) -%}
    {{ return('(' ~ (fires or conditions[type]) ~ (' and dataset not in (' ~ off ~ ')' if off else '') ~ ')') }}
{% endmacro %}
