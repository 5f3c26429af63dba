{#
  True when another check fires, and isn't switched off for the feed: one cause, one alert.
  `fires` defaults to the condition of checks that need no threshold of a feed.
#}
{% macro is_said_by(type, fires=none) %}
    {%- set off = switched_off(type) -%}
    {{ return('(' ~ (fires or fires_by_itself(type)) ~ (' and dataset not in (' ~ off ~ ')' if off else '') ~ ')') }}
{% endmacro %}

{# When a check that needs no threshold of a feed fires. #}
{% macro fires_by_itself(type) %}
    {%- if type == 'feed_missing' %}{{ return('files = 0') }}
    {%- elif type == 'feed_empty' %}{{ return('files > 0 and total = 0') }}
    {%- elif type == 'column_missing' %}{{ return('missing_columns > 0') }}
    {%- elif type == 'repeated_feed' %}{{ return('is_repeated and not ' ~ is_lasting_repeat()) }}
    {%- elif type == 'warning_rate' %}{{ return(is_over('max_warning_rate')) }}
    {%- elif type == 'quarantine_rate' -%}
        {{ return('(' ~ is_over('max_quarantine_rate') ~ ' or (partitions >= ' ~ setting('min_baseline_partitions') ~ ' and quarantine_rate_rise >= ' ~ quarantine_limit() ~ '))') }}
    {%- endif -%}
    {{ exceptions.raise_compiler_error('no condition is known of ' ~ type) }}
{% endmacro %}

{# True where more of a feed than `max_quarantine_rate` is in quarantine, or has the same warning than `max_warning_rate`: that needs no history. #}
{% macro is_over(limit) %}
    {{ return('coalesce(' ~ {'max_quarantine_rate': 'quarantine_rate', 'max_warning_rate': 'warning_rate'}[limit] ~ ' > ' ~ alert_setting(limit) ~ ', false)') }}
{% endmacro %}

{# True of a snapshot that has stood still before today: that is told when it begins. #}
{% macro is_lasting_repeat() %}
    {{ return('(dataset in (' ~ names_of(feeds_that('is_snapshot')) ~ ') and repeated_since < previous_ingest_date)') }}
{% endmacro %}
