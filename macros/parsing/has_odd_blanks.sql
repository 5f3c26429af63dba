{# True for a line that may hold blanks other than single ones inside values, so that only such lines are trimmed. #}
{% macro has_odd_blanks(line, delimiter) -%}
    (
        case
            when contains({{ line }}, ' ')
                then contains({{ line }}, ' ' || {{ delimiter }}) or contains({{ line }}, {{ delimiter }} || ' ')
                or {{ line }} like ' %' or {{ line }} like '% ' or contains({{ line }}, '  ')
                or contains({{ line }}, '" ') or contains({{ line }}, ' "')
            else false
        end
        or contains({{ line }}, chr(9)) or contains({{ line }}, chr(11)) or contains({{ line }}, chr(12))
        or contains({{ line }}, chr(13)) or contains({{ line }}, chr(160))
    )
{%- endmacro %}

{# True for a text with white space in it. #}
{% macro has_blanks(text) -%}
    (
        contains({{ text }}, ' ') or contains({{ text }}, chr(9)) or contains({{ text }}, chr(11))
        or contains({{ text }}, chr(12)) or contains({{ text }}, chr(13)) or contains({{ text }}, chr(160))
    )
{%- endmacro %}
