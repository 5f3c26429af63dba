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

{# What each code of a strptime pattern says; weekdays say nothing. A literal of Jinja that is YAML too. #}
{% macro time_format_slots() %}
    {%- set slots = {
        '%Y': 'year', '%y': 'year', '%m': 'month', '%b': 'month', '%B': 'month', '%d': 'day', '%H': 'hour', '%I': 'hour',
        '%M': 'minute', '%S': 'second', '%f': 'fraction', '%p': 'half', '%z': 'zone', '%Z': 'zone',
    } -%}
    {{ return(slots) }}
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
