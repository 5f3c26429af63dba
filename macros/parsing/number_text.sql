{#
  A received number (trimmed, NULL when missing) in plain spelling, `[-]digits[.digits][e±digits]`;
  NULL when it is none. Grouping, decimal commas, accounting parentheses and a plus sign are undone. `mark` is what
  stands before decimals: a dot, a comma, or auto.
#}
{% macro number_text(text, mark='auto') -%}
    case
        when {{ fully_matches(text, '-?\\d{1,15}' ~ ('(?:[.]\\d{1,9})?' if mark != ',')) }} then {{ text }}
        {%- for number in number_patterns(mark) %}
        when {{ fully_matches(text, '[+-]?(?:' ~ number.pattern ~ ')|[(](?:' ~ number.pattern ~ ')[)]') }}
            then case when left({{ text }}, 1) in ('-', '(') then '-' else '' end
            || {{ number.plain.replace('{}', "trim(both '+-()' from " ~ text ~ ')') }}
        {%- endfor %}
    end
{%- endmacro %}

{# True for amount_digits() that the other decimal mark would make another number, as 2.804 and 2,804 are: three digits behind one mark. #}
{% macro is_ambiguous_number(text) -%}
    case
        when left(right(trim(trailing ')' from {{ text }}), 4), 1) in ('.', ',')
            then {{ fully_matches(text, '[+-]?[1-9]\\d{0,2}[.,]\\d{3}|[(][1-9]\\d{0,2}[.,]\\d{3}[)]') }}
        else false
    end
{%- endmacro %}

{#
  Where currency marks are in an amount, before and behind the digits: regular expressions, the mark their second group.
  A mark has no digit, sign, parenthesis or separator in it but the point of `Rs.` and `kr.`, and no blank around it.
#}
{% macro amount_marks() %}
    {%- set gap = '[ \\t\\x0b\\f\\r\\x{00a0}]*' -%}
    {%- set mark = '((?:[rR][sS]|[kK][rR])[.]|[^\\d \\t\\x0b\\f\\r\\x{00a0}+().,-](?:[^\\d+().,-]*[^\\d \\t\\x0b\\f\\r\\x{00a0}+().,-])?)' -%}
    {{ return({'before': '\\A([+-]?[(]?)' ~ mark ~ gap, 'behind': '([\\d+().,-])' ~ gap ~ mark ~ '([)]?)\\z'}) }}
{% endmacro %}

{# The currency mark `before` or `behind` the digits of a received amount, as received; NULL without one. `plain` is its number_text(). #}
{% macro amount_mark(text, place, plain) -%}
    case when {{ plain }} is null then nullif(regexp_extract({{ text }}, {{ pattern(amount_marks()[place]) }}, 2), '') end
{%- endmacro %}

{# A received amount without its currency marks, for number_text(); itself where `plain`, its own number_text(), is a number. #}
{% macro amount_digits(text, plain) -%}
    {%- set marks = amount_marks() -%}
    case
        when {{ plain }} is not null then {{ text }}
        else {{ with_match_replaced(with_match_replaced(text, marks.before, '\\1'), marks.behind, '\\1\\3') }}
    end
{%- endmacro %}
