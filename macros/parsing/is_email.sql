{#
  True for `local@domain` of at most 254 characters: local 1 to 64 characters of RFC 5322 atoms joined
  by dots; domain two or more labels of letters, digits and inner hyphens, at most 63 each, the last
  not all digits.
#}
{% macro is_email(text) -%}
    {%- set atom = '[a-zA-Z0-9!#$%&\\x27*+/=?^_`{|}~-]+' -%}
    {%- set label = '[\\p{L}0-9]+(?:-+[\\p{L}0-9]+)*' -%}
    {%- set labels = split_text('split_part(' ~ text ~ ", '@', 2)", "'.'") -%}
    (
        length({{ text }}) <= 254
        and {{ fully_matches(text, atom ~ '(?:[.]' ~ atom ~ ')*@' ~ label ~ '(?:[.]' ~ label ~ ')+') }}
        and length(split_part({{ text }}, '@', 1)) <= 64
        and not {{ fully_matches(text, '.*[.][0-9]+') }}
        and {{ list_length(filtered(labels, 'label', 'length(label) > 63')) }} = 0
    )
{%- endmacro %}
