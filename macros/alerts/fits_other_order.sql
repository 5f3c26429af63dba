{#
  True of a text that is a date of numbers, the year last, which read in the order that is not the feed's would be of
  the line's date: not in the future, and where the feed's times may be late, not late either.
#}
{% macro text_fits_other_order(feed, text) -%}
    {%- set parts = split_text('replace(' ~ text ~ ", '/', '-')", "'-'") -%}
    {%- set first, second, year = 'lpad(' ~ nth(parts, 1) ~ ", 2, '0')", 'lpad(' ~ nth(parts, 2) ~ ", 2, '0')", 'left(' ~ nth(parts, 3) ~ ', 4)' -%}
    {%- set day, month = (first, second) if feed_setting(feed, 'date_order') == 'mdy' else (second, first) -%}
    case
        when {{ fully_matches(text, '\\d{1,2}[/-]\\d{1,2}[/-]\\d{4}(?:[^\\d].*)?') }}
            then coalesce({{ is_of_date(feed, 'try_cast(' ~ year ~ " || '-' || " ~ month ~ " || '-' || " ~ day ~ ' as date)') }}, false)
        else false
    end
{%- endmacro %}

{# The same of a time that was read, whose text clean doesn't keep: with day and month swapped. #}
{% macro time_fits_other_order(feed, time) -%}
    {%- set local = local_time(time, feed_setting(feed, 'naive_timezone')) -%}
    case
        when extract(day from {{ local }}) <= 12
            then {{ is_of_date(feed, 'make_date(extract(year from ' ~ local ~ '), extract(day from ' ~ local ~ '), extract(month from ' ~ local ~ '))') }}
        else false
    end
{%- endmacro %}

{# True of a day that a feed's time may be on. #}
{% macro is_of_date(feed, day) -%}
    {%- set may_be_late = rules(feed) | selectattr('name', 'equalto', feed_setting(feed, 'time') ~ '_late') | list == [] -%}
    ({{ day }} <= {{ add_days('ingest_date', setting('future_days')) }}
    {%- if not may_be_late %} and {{ day }} >= {{ add_days('ingest_date', -setting('late_days')) }}{% endif %})
{%- endmacro %}
