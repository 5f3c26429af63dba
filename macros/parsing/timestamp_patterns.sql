{#
  The accepted forms of a timestamp but the common one and epochs, as records of
    pattern: a regular expression over the whole value, letters in any case;
    parts: which of its groups is year, month, day, hour, minute, second, fraction, AM/PM and zone.
  `order` is mdy or dmy: what 1/2/2025 means in this feed.
#}
{% macro timestamp_patterns(order, two_digit_years=false) %}
    {%- set piece = timestamp_pieces() -%}
    {%- set blank, month, zone = piece.blank, piece.month, piece.zone -%}
    {%- set year = '(\\d{4}|\\d\\d)' if two_digit_years else '(\\d{4})' -%}
    {%- set gap = '(?:, *| +)'.replace(' ', blank) -%}
    {%- set fraction = '(?:[.,](\\d+))?' -%}
    {%- set time = '(\\d{1,2}):(\\d\\d)(?::(\\d\\d)' ~ fraction ~ ')?' -%}
    {%- set full_time = '(\\d{1,2}):(\\d\\d):(\\d\\d)' -%}
    {%- set half = '(?:' ~ blank ~ '*([ap]m))??' -%}
    {%- set behind = '(?:' ~ blank ~ '*(' ~ zone ~ '))?' -%}
    {%- set clock = '(?:' ~ gap ~ time ~ half ~ behind ~ ')?' -%}
    {%- set dotted_clock = gap ~ '(\\d{1,2})[.](\\d\\d)[.](\\d\\d)' ~ fraction ~ half ~ behind -%}
    {%- set iso_clock = '(?:(?:t|' ~ gap ~ ')' ~ time ~ '()' ~ behind ~ ')?' -%}
    {%- set weekday = '(?:' ~ piece.weekday ~ gap ~ ')?' -%}
    {%- set one = blank ~ '+' -%}
    {%- set in_order = '\\1|\\2|\\3|\\4|\\5|\\6|\\7|\\8|\\9' -%}
    {%- set day_first = '\\3|\\2|\\1|\\4|\\5|\\6|\\7|\\8|\\9' -%}
    {%- set month_first = '\\3|\\1|\\2|\\4|\\5|\\6|\\7|\\8|\\9' -%}
    {%- set year_last = day_first if order == 'dmy' else month_first -%}
    {{ return([
        {'pattern': '(\\d{4})-(\\d{1,2})-(\\d{1,2})' ~ iso_clock, 'parts': in_order},
        {'pattern': '(\\d{4})/(\\d{1,2})/(\\d{1,2})' ~ iso_clock, 'parts': in_order},
        {'pattern': '(\\d{1,2})/(\\d{1,2})/' ~ year ~ clock, 'parts': year_last},
        {'pattern': '(\\d{1,2})-(\\d{1,2})-' ~ year ~ clock, 'parts': year_last},
        {'pattern': '(\\d{1,2})[.](\\d{1,2})[.]' ~ year ~ clock, 'parts': day_first},
        {'pattern': '(\\d{4})(\\d\\d)(\\d\\d)(?:t(\\d\\d)(\\d\\d)(?:(\\d\\d)' ~ fraction ~ ')?()(?:' ~ blank ~ '*(' ~ piece.instant ~ '))?)?', 'parts': in_order},
        {'pattern': '(\\d{4})(\\d\\d)(\\d\\d)(\\d\\d)(\\d\\d)(\\d\\d)()()()', 'parts': in_order},
        {'pattern': weekday ~ '(\\d{1,2})' ~ one ~ month ~ one ~ year ~ clock, 'parts': day_first},
        {'pattern': weekday ~ '(\\d{1,2})-' ~ month ~ '-' ~ year ~ clock, 'parts': day_first},
        {'pattern': '(\\d{1,2})-' ~ month ~ '-' ~ year ~ dotted_clock, 'parts': day_first},
        {'pattern': weekday ~ month ~ one ~ '(\\d{1,2})' ~ gap ~ year ~ clock, 'parts': month_first},
        {
            'pattern': piece.weekday ~ one ~ month ~ one ~ '(\\d{1,2})' ~ one ~ full_time ~ half ~ behind ~ one ~ '(\\d{4})',
            'parts': '\\8|\\1|\\2|\\3|\\4|\\5||\\6|\\7',
        },
        {
            'pattern': piece.weekday ~ one ~ month ~ one ~ '(\\d{1,2})' ~ one ~ '(\\d{4})' ~ one ~ full_time ~ '()()'
                ~ blank ~ '*gmt([+-]\\d{4})(?:' ~ one ~ '[(].*[)])?',
            'parts': month_first,
        },
    ]) }}
{% endmacro %}

{#
  What the patterns of timestamps are made of. A zone is an instant's (an offset or Z, with the place that has it in
  brackets or not, which has to agree), UTC, or a place.
#}
{% macro timestamp_pieces() %}
    {%- set blank = '[ \\x{00a0}\\x{202f}]' -%}
    {%- set offset = '[+-]\\d\\d(?::?\\d\\d)?' -%}
    {%- set parts_of_a_place = '(?:/[a-z0-9_+-]+){1,2}' -%}
    {#- No place but America begins with am or pm, so 10:15AMEurope/Berlin is Berlin's morning. #}
    {%- set place = '(?:america|[b-oq-z][a-z_]*|[ap][a-ln-z_][a-z_]*)' ~ parts_of_a_place -%}
    {%- set instant = '(?:z|' ~ offset ~ ')(?:\\[(?:utc|gmt|[a-z_]+' ~ parts_of_a_place ~ ')\\])?' -%}
    {%- set zero = '[+-]00(?::?00)?' ~ blank ~ '+(?:utc|gmt)' -%}
    {{ return({
        'blank': blank,
        'offset': offset,
        'place': place,
        'instant': instant,
        'zone': instant ~ '|' ~ zero ~ '|utc|gmt|' ~ place,
        'month': '(jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec|january|february|march|april|june|july|august|september|october|november|december)',
        'weekday': '(?:mon|tue|wed|thu|fri|sat|sun|monday|tuesday|wednesday|thursday|friday|saturday|sunday)',
    }) }}
{% endmacro %}
