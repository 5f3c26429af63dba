{% macro duckdb__is_email(text) -%}
    {%- set atom = "[a-zA-Z0-9!#$%&''*+/=?^_`{|}~-]+" -%}
    {%- set label = '[\\p{L}0-9]+(?:-+[\\p{L}0-9]+)*' -%}
    (
        length({{ text }}) <= 254
        and regexp_full_match({{ text }}, '{{ atom }}(?:[.]{{ atom }})*@{{ label }}(?:[.]{{ label }})+')
        and length(split_part({{ text }}, '@', 1)) <= 64
        and not regexp_matches({{ text }}, '[.][0-9]+$')
        and list_max(list_transform(str_split(split_part({{ text }}, '@', 2), '.'), lambda label: length(label))) <= 63
    )
{%- endmacro %}

{% macro spark__is_email(text) -%}
    {%- set atom = '[a-zA-Z0-9!#$%&\\x27*+/=?^_`{|}~-]++' -%}
    {%- set label = '[\\p{L}0-9]+(?:-+[\\p{L}0-9]+)*' -%}
    (
        length({{ text }}) <= 254
        and regexp_like({{ text }}, r'\A{{ atom }}(?:[.]{{ atom }})*@{{ label }}(?:[.]{{ label }})+\z')
        and length(split_part({{ text }}, '@', 1)) <= 64
        and not regexp_like({{ text }}, r'[.][0-9]+\z')
        and array_max(transform(split(split_part({{ text }}, '@', 2), '[.]'), label -> length(label))) <= 63
    )
{%- endmacro %}
