{% macro duckdb__number_text(text) -%}
    case
        when regexp_full_match({{ text }}, '-?\d{1,15}(?:[.]\d{1,9})?') then {{ text }}
        {%- for number in number_patterns() %}
        when regexp_full_match({{ text }}, '[+-]?(?:{{ number.pattern }})|[(](?:{{ number.pattern }})[)]')
            then case when left({{ text }}, 1) in ('-', '(') then '-' else '' end
            || {{ number.plain.replace('{}', "trim(" ~ text ~ ", '+-()')") }}
        {%- endfor %}
    end
{%- endmacro %}

{% macro spark__number_text(text) -%}
    case
        when regexp_like({{ text }}, r'\A-?\d{1,15}(?:[.]\d{1,9})?\z') then {{ text }}
        {%- for number in number_patterns() %}
        when regexp_like({{ text }}, r'\A(?:[+-]?(?:{{ number.pattern }})|[(](?:{{ number.pattern }})[)])\z')
            then case when left({{ text }}, 1) in ('-', '(') then '-' else '' end
            || {{ number.plain.replace('{}', "trim(both '+-()' from " ~ text ~ ")") }}
        {%- endfor %}
    end
{%- endmacro %}

{# A currency mark: no digit, sign, parenthesis or separator in it, no blank around it. #}
{% macro amount_mark_pattern() %}{{ return('[^\\d \\t\\x0b\\f\\r\\x{00a0}+().,-](?:[^\\d+().,-]*[^\\d \\t\\x0b\\f\\r\\x{00a0}+().,-])?') }}{% endmacro %}

{% macro duckdb__amount_mark(text) -%}
    case
        when {{ number_text(text) }} is null
            then coalesce(
                nullif(regexp_extract({{ text }}, '^[+-]?[(]?({{ amount_mark_pattern() }})', 1), ''),
                nullif(regexp_extract({{ text }}, '({{ amount_mark_pattern() }})[)]?$', 1), '')
            )
    end
{%- endmacro %}

{# Where what can be a mark begins: looked for there alone, a long text takes no longer than its length. #}
{% macro spark__mark_start() %}{{ return('(?:\\A|(?<=[\\d+().,-]))') }}{% endmacro %}

{% macro spark__amount_mark(text) -%}
    case
        when {{ number_text(text) }} is null
            then coalesce(
                nullif(regexp_extract({{ text }}, r'\A[+-]?[(]?({{ amount_mark_pattern() }})', 1), ''),
                nullif(regexp_extract({{ text }}, r'{{ spark__mark_start() }}[ \t\x0b\f\r\x{00a0}]*({{ amount_mark_pattern() }})[)]?\z', 1), '')
            )
    end
{%- endmacro %}

{% macro duckdb__amount_digits(text) -%}
    case
        when {{ number_text(text) }} is not null then {{ text }}
        when regexp_matches({{ text }}, '^[+-]?[(]?{{ amount_mark_pattern() }}')
            then regexp_replace({{ text }}, '^([+-]?[(]?){{ amount_mark_pattern() }}[ \t\x0b\f\r\x{00a0}]*', '\1')
        else regexp_replace({{ text }}, '[ \t\x0b\f\r\x{00a0}]*{{ amount_mark_pattern() }}([)]?)$', '\1')
    end
{%- endmacro %}

{% macro spark__amount_digits(text) -%}
    case
        when {{ number_text(text) }} is not null then {{ text }}
        when regexp_like({{ text }}, r'\A[+-]?[(]?{{ amount_mark_pattern() }}')
            then regexp_replace({{ text }}, r'\A([+-]?[(]?){{ amount_mark_pattern() }}[ \t\x0b\f\r\x{00a0}]*', '$1')
        else regexp_replace({{ text }}, r'{{ spark__mark_start() }}[ \t\x0b\f\r\x{00a0}]*{{ amount_mark_pattern() }}([)]?)\z', '$1')
    end
{%- endmacro %}
