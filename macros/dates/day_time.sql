{# A time of a feed, which is in UTC, as the clock of the feed's day shows it: that of its day_zone. #}
{% macro day_time(feed, time) %}
    {%- set zone = feed_setting(feed, 'day_zone') -%}
    {{ return(time if zone == 'UTC' else local_time(time, zone)) }}
{% endmacro %}

{# True for an hour of a date that the clock of a feed's day shows: not for that which summer time passes over. #}
{% macro is_hour_of_day(feed, date, hour) %}
    {%- set zone = feed_setting(feed, 'day_zone') -%}
    {%- set begin, end = add_seconds(date, hour ~ ' * 3600'), add_seconds(date, hour ~ ' * 3600 + 3599') -%}
    {{ return('true' if zone == 'UTC' else is_shown_by_clocks(begin, zone) ~ ' or ' ~ is_shown_by_clocks(end, zone)) }}
{% endmacro %}
