{#
  The accepted forms of a timestamp but the common one and epochs, as records of
    pattern: a regular expression over the whole value, letters in any case;
    parts: which of its groups is year, month, day, hour, minute, second, fraction, AM/PM and zone.
  `order` is mdy or dmy: what 1/2/2025 means in this feed.
#}
{% macro timestamp_patterns(order) %}
    {%- set time = '(\\d{1,2}):(\\d\\d)(?::(\\d\\d)(?:[.](\\d+))?)?' -%}
    {%- set full_time = '(\\d{1,2}):(\\d\\d):(\\d\\d)' -%}
    {%- set offset = '[+-]\\d\\d(?::?\\d\\d)?' -%}
    {#- No place but America begins with am or pm, so 10:15AMEurope/Berlin is Berlin's morning. #}
    {%- set zone = '(?: *(z|utc|gmt|' ~ offset ~ '|(?:america|[b-oq-z][a-z_]*|[ap][a-ln-z_][a-z_]*)(?:/[a-z0-9_+-]+){1,2}))?' -%}
    {%- set clock = '(?: +' ~ time ~ '(?: *([ap]m))??' ~ zone ~ ')?' -%}
    {%- set iso_clock = '(?:(?:t| +)' ~ time ~ '()' ~ zone ~ ')?' -%}
    {%- set month = '(jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec|january|february|march|april|june|july|august|september|october|november|december)' -%}
    {%- set weekday = '(?:mon|tue|wed|thu|fri|sat|sun|monday|tuesday|wednesday|thursday|friday|saturday|sunday)' -%}
    {%- set in_order = '\\1|\\2|\\3|\\4|\\5|\\6|\\7|\\8|\\9' -%}
    {%- set day_first = '\\3|\\2|\\1|\\4|\\5|\\6|\\7|\\8|\\9' -%}
    {%- set month_first = '\\3|\\1|\\2|\\4|\\5|\\6|\\7|\\8|\\9' -%}
    {%- set year_last = day_first if order == 'dmy' else month_first -%}
    {{ return([
        {'pattern': '(\\d{4})-(\\d{1,2})-(\\d{1,2})' ~ iso_clock, 'parts': in_order},
        {'pattern': '(\\d{4})/(\\d{1,2})/(\\d{1,2})' ~ iso_clock, 'parts': in_order},
        {'pattern': '(\\d{1,2})/(\\d{1,2})/(\\d{4})' ~ clock, 'parts': year_last},
        {'pattern': '(\\d{1,2})-(\\d{1,2})-(\\d{4})' ~ clock, 'parts': year_last},
        {'pattern': '(\\d{1,2})[.](\\d{1,2})[.](\\d{4})' ~ clock, 'parts': day_first},
        {'pattern': '(\\d{4})(\\d\\d)(\\d\\d)(?:t(\\d\\d)(\\d\\d)(?:(\\d\\d)(?:[.](\\d+))?)?()(?: *(z|' ~ offset ~ '))?)?', 'parts': in_order},
        {'pattern': '(\\d{4})(\\d\\d)(\\d\\d)(\\d\\d)(\\d\\d)(\\d\\d)()()()', 'parts': in_order},
        {'pattern': '(?:' ~ weekday ~ '(?:, *| +))?(\\d{1,2}) +' ~ month ~ ' +(\\d{4})' ~ clock, 'parts': day_first},
        {'pattern': '(?:' ~ weekday ~ '(?:, *| +))?(\\d{1,2})-' ~ month ~ '-(\\d{4})' ~ clock, 'parts': day_first},
        {'pattern': '(?:' ~ weekday ~ '(?:, *| +))?' ~ month ~ ' +(\\d{1,2}), +(\\d{4})' ~ clock, 'parts': month_first},
        {'pattern': weekday ~ ' +' ~ month ~ ' +(\\d{1,2}) +' ~ full_time ~ ' +(\\d{4})', 'parts': '\\6|\\1|\\2|\\3|\\4|\\5|||'},
        {'pattern': weekday ~ ' +' ~ month ~ ' +(\\d{1,2}) +(\\d{4}) +' ~ full_time ~ '()() *gmt([+-]\\d{4})(?: +[(].*[)])?', 'parts': month_first},
    ]) }}
{% endmacro %}
