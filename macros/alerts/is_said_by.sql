{#
  True when another check fires, and isn't switched off for the feed: one cause, one alert.
  `fires` defaults to the condition of checks that need no threshold of a feed.
#}
{% macro is_said_by(type, fires=none) %}
    {%- set conditions = {
        'feed_missing': 'files = 0',
        'feed_empty': 'files > 0 and total = 0',
        'column_missing': 'missing_columns > 0',
        'repeated_feed': 'is_repeated and not ' ~ is_lasting_repeat(),
        'quarantine_rate': '(' ~ is_over('max_quarantine_rate') ~ ' or (partitions >= ' ~ setting('min_baseline_partitions') ~ ' and quarantine_rate_rise >= ' ~ quarantine_limit() ~ '))',
        'warning_rate': is_over('max_warning_rate'),
    } -%}
    {%- set off = switched_off(type) -%}
    {{ return('(' ~ (fires or conditions[type]) ~ (' and dataset not in (' ~ off ~ ')' if off else '') ~ ')') }}
{% endmacro %}

{# True where more of a feed than `max_quarantine_rate` is in quarantine, or has the same warning than `max_warning_rate`: that needs no history. #}
{% macro is_over(limit) %}
    {{ return('coalesce(' ~ {'max_quarantine_rate': 'quarantine_rate', 'max_warning_rate': 'warning_rate'}[limit] ~ ' > ' ~ alert_setting(limit) ~ ', false)') }}
{% endmacro %}

{# True of a snapshot that has stood still before today: that is told when it begins. #}
{% macro is_lasting_repeat() %}
    {{ return('(dataset in (' ~ names_of(feeds_that('is_snapshot')) ~ ') and repeated_since < previous_ingest_date)') }}
{% endmacro %}
