{#
  True of a line's time that would be of its date with day and month swapped: numbers that are no date as they stand, or a
  date too early or too late that then is neither.
#}
{% macro fits_other_order(time, text) -%}
    {%- set day, month, mark = '(?:1[3-9]|2\\d|3[01])', '(?:0?[1-9]|1[0-2])', '[/.-]' -%}
    {%- set no_date = '(?:' ~ day ~ mark ~ month ~ '|' ~ month ~ mark ~ day ~ ')' ~ mark ~ '\\d{4}.*' -%}
    {%- set first, last = add_days('ingest_date', -setting('late_days')), add_days('ingest_date', setting('future_days')) -%}
    {%- set swapped = 'make_date(extract(year from ' ~ time ~ '), extract(day from ' ~ time ~ '), extract(month from ' ~ time ~ '))' -%}
    case
        when {{ time }} is null then coalesce({{ fully_matches(text, no_date) }}, false)
        when extract(day from {{ time }}) <= 12
            then {{ swapped }} <= {{ last }} and ({{ swapped }} >= {{ first }} or cast({{ time }} as date) > {{ last }})
        else false
    end
{%- endmacro %}
