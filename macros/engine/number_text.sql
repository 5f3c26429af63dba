{% macro duckdb__number_text(text, mark) -%}
    case
        when regexp_full_match({{ text }}, '-?\d{1,15}{{ '(?:[.]\\d{1,9})?' if mark != ',' }}') then {{ text }}
        {%- for number in number_patterns(mark) %}
        when regexp_full_match({{ text }}, '[+-]?(?:{{ number.pattern }})|[(](?:{{ number.pattern }})[)]')
            then case when left({{ text }}, 1) in ('-', '(') then '-' else '' end
            || {{ number.plain.replace('{}', "trim(" ~ text ~ ", '+-()')") }}
        {%- endfor %}
    end
{%- endmacro %}

{% macro spark__number_text(text, mark) -%}
    case
        when regexp_like({{ text }}, r'\A-?\d{1,15}{{ '(?:[.]\\d{1,9})?' if mark != ',' }}\z') then {{ text }}
        {%- for number in number_patterns(mark) %}
        when regexp_like({{ text }}, r'\A(?:[+-]?(?:{{ number.pattern }})|[(](?:{{ number.pattern }})[)])\z')
            then case when left({{ text }}, 1) in ('-', '(') then '-' else '' end
            || {{ number.plain.replace('{}', "trim(both '+-()' from " ~ text ~ ")") }}
        {%- endfor %}
    end
{%- endmacro %}

{% macro duckdb__is_ambiguous_number(text) -%}
    case
        when left(right(rtrim({{ text }}, ')'), 4), 1) in ('.', ',')
            then regexp_full_match({{ text }}, '{{ ambiguous_number_pattern() }}')
        else false
    end
{%- endmacro %}

{% macro spark__is_ambiguous_number(text) -%}
    case
        when left(right(trim(trailing ')' from {{ text }}), 4), 1) in ('.', ',')
            then regexp_like({{ text }}, r'\A(?:{{ ambiguous_number_pattern() }})\z')
        else false
    end
{%- endmacro %}

{# One mark with exactly three digits behind it, which may be thousands or decimals. #}
{% macro ambiguous_number_pattern() %}{{ return('[+-]?[1-9]\\d{0,2}[.,]\\d{3}|[(][1-9]\\d{0,2}[.,]\\d{3}[)]') }}{% endmacro %}

{# A currency mark: no digit, sign, parenthesis or separator in it but the point of `Rs.` and `kr.`, no blank around it. #}
{% macro amount_mark_pattern() %}
    {{ return('(?:(?:[rR][sS]|[kK][rR])[.]|[^\\d \\t\\x0b\\f\\r\\x{00a0}+().,-](?:[^\\d+().,-]*[^\\d \\t\\x0b\\f\\r\\x{00a0}+().,-])?)') }}
{% endmacro %}

{% macro duckdb__amount_mark(text, mark) -%}
    case
        when {{ number_text(text, mark) }} is null
            then nullif(regexp_extract({{ text }}, '^[+-]?[(]?({{ amount_mark_pattern() }})', 1), '')
    end
{%- endmacro %}

{% macro duckdb__amount_mark_behind(text, mark) -%}
    case
        when {{ number_text(text, mark) }} is null
            then nullif(regexp_extract({{ text }}, '[\d+().,-][ \t\x0b\f\r\x{00a0}]*({{ amount_mark_pattern() }})[)]?$', 1), '')
    end
{%- endmacro %}

{# Where a mark behind the digits begins: looked for there alone, a long text takes no longer than its length. #}
{% macro spark__mark_start() %}{{ return('(?<=[\\d+().,-])') }}{% endmacro %}

{% macro spark__amount_mark(text, mark) -%}
    case
        when {{ number_text(text, mark) }} is null
            then nullif(regexp_extract({{ text }}, r'\A[+-]?[(]?({{ amount_mark_pattern() }})', 1), '')
    end
{%- endmacro %}

{% macro spark__amount_mark_behind(text, mark) -%}
    case
        when {{ number_text(text, mark) }} is null
            then nullif(regexp_extract({{ text }}, r'{{ spark__mark_start() }}[ \t\x0b\f\r\x{00a0}]*({{ amount_mark_pattern() }})[)]?\z', 1), '')
    end
{%- endmacro %}

{% macro duckdb__amount_digits(text, mark) -%}
    case
        when {{ number_text(text, mark) }} is not null then {{ text }}
        else regexp_replace(
            regexp_replace({{ text }}, '^([+-]?[(]?){{ amount_mark_pattern() }}[ \t\x0b\f\r\x{00a0}]*', '\1'),
            '([\d+().,-])[ \t\x0b\f\r\x{00a0}]*{{ amount_mark_pattern() }}([)]?)$', '\1\2'
        )
    end
{%- endmacro %}

{% macro spark__amount_digits(text, mark) -%}
    case
        when {{ number_text(text, mark) }} is not null then {{ text }}
        else regexp_replace(
            regexp_replace({{ text }}, r'\A([+-]?[(]?){{ amount_mark_pattern() }}[ \t\x0b\f\r\x{00a0}]*', '$1'),
            r'{{ spark__mark_start() }}[ \t\x0b\f\r\x{00a0}]*{{ amount_mark_pattern() }}([)]?)\z', '$1'
        )
    end
{%- endmacro %}
