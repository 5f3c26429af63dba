{#
  A strptime pattern as timestamp_patterns() has its own: the engines' own strptime() differ, and take what isn't there
  for granted. A number has one or two digits, two where it touches another one; a blank stands for some.
#}
{% macro time_format_pattern(format) %}
    {%- set piece, slots, written = timestamp_pieces(), time_format_slots(), [] -%}
    {%- set groups, counted = {}, [] -%}
    {%- set tokens = modules.re.findall('%.|.', format) -%}
    {%- for token in tokens -%}
        {%- set around = [tokens[loop.index0 - 1] if not loop.first, tokens[loop.index] if not loop.last] -%}
        {%- if token in ['%a', '%A'] -%}
            {%- do written.append(piece.weekday) -%}
        {%- elif token in slots -%}
            {%- do counted.append(token) -%}
            {%- do groups.update({slots[token]: '\\' ~ counted | length}) -%}
            {%- do written.append(time_format_group(token, piece, around)) -%}
        {%- else -%}
            {%- do written.append(piece.blank ~ '+' if token == ' ' else modules.re.escape(token[-1]).replace("'", '\\x27')) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- set parts = [] -%}
    {%- for slot in ['year', 'month', 'day', 'hour', 'minute', 'second', 'fraction', 'half', 'zone'] -%}
        {%- do parts.append(groups.get(slot, '')) -%}
    {%- endfor -%}
    {{ return({'pattern': written | join, 'parts': parts | join('|')}) }}
{% endmacro %}

{# What each code of a strptime pattern says; weekdays say nothing. #}
{% macro time_format_slots() %}
    {{ return({
        '%Y': 'year', '%y': 'year', '%m': 'month', '%b': 'month', '%B': 'month', '%d': 'day', '%H': 'hour', '%I': 'hour',
        '%M': 'minute', '%S': 'second', '%f': 'fraction', '%p': 'half', '%z': 'zone', '%Z': 'zone',
    }) }}
{% endmacro %}

{# The group of a regular expression for a code of a strptime pattern; `around` are its neighbours. #}
{% macro time_format_group(token, piece, around) %}
    {%- set fixed = {
        '%Y': '(\\d{4})', '%y': '(\\d\\d)', '%b': piece.month, '%B': piece.month, '%f': '(\\d+)', '%p': '([ap]m)',
        '%z': '(z|utc|gmt|' ~ piece.offset ~ ')', '%Z': '(z|utc|gmt|' ~ piece.place ~ ')',
    } -%}
    {%- set numbers = ['%Y', '%y', '%m', '%d', '%H', '%I', '%M', '%S', '%f'] -%}
    {{ return(fixed.get(token, '(\\d\\d)' if around[0] in numbers or around[1] in numbers else '(\\d{1,2})')) }}
{% endmacro %}

{# Which of the strptime patterns of a feed can't be read; none when each says a whole date, and nothing twice. #}
{% macro wrong_time_formats(formats) %}
    {%- set slots, wrong = time_format_slots(), [] -%}
    {%- for format in formats -%}
        {%- set codes = modules.re.findall('%.?', format | string) -%}
        {%- set said = [] -%}
        {%- for code in codes if code in slots %}{% do said.append(slots[code]) %}{% endfor -%}
        {%- set is_whole = 'year' in said and 'month' in said and 'day' in said and said | unique | list | length == said | length -%}
        {%- set has_clock = ('%I' in codes) == ('half' in said) and ('minute' not in said or 'hour' in said)
            and ('second' not in said or 'minute' in said) and ('fraction' not in said or 'second' in said) -%}
        {%- set is_known = codes | reject('in', slots.keys() | list + ['%a', '%A', '%%']) | list == [] -%}
        {%- if format is not string or not (is_whole and has_clock and is_known) %}{% do wrong.append(format) %}{% endif -%}
    {%- endfor -%}
    {{ return(wrong) }}
{% endmacro %}
