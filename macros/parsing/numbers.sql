{# The double that number_text() spells; NULL when a double can't hold it. #}
{% macro finite_double(number_text) -%}
    case when abs(try_cast({{ number_text }} as double)) < cast('Infinity' as double) then try_cast({{ number_text }} as double) end
{%- endmacro %}

{# The amount that number_text() spells, to 4 decimals, half away from zero; NULL beyond decimal(18,4). #}
{% macro amount(number_text) %}{{ return(adapter.dispatch('amount')(number_text)) }}{% endmacro %}

{# What number_text() spells without an exponent, to the digit; NULL when a double can't hold it. #}
{% macro plain_number(number_text) -%}
    {%- set has_no_exponent = 'not contains(' ~ number_text ~ ", 'e') and not contains(" ~ number_text ~ ", 'E')" -%}
    case
        when length({{ number_text }}) <= 300 and {{ has_no_exponent }} then {{ number_text }}
        when {{ finite_double(number_text) }} is null then null
        when {{ has_no_exponent }} then {{ number_text }}
        else {{ without_exponent(number_text) }}
    end
{%- endmacro %}

{# A number with an exponent as plain digits: zeros on both sides, then the point at its new place. #}
{% macro without_exponent(number_text) -%}
    {%- set whole = 'regexp_extract(' ~ number_text ~ ', ' ~ pattern('\\A-?(\\d*)') ~ ', 1)' -%}
    {%- set number = record_of({
        'sign': 'case when left(' ~ number_text ~ ", 1) = '-' then '-' else '' end",
        'whole': whole,
        'digits': whole ~ ' || regexp_extract(' ~ number_text ~ ', ' ~ pattern('[.](\\d*)') ~ ', 1)',
        'power': 'regexp_extract(' ~ number_text ~ ', ' ~ pattern('[eE]([+-]?\\d+)\\z') ~ ', 1)',
    }) -%}
    {%- set zeros = 'length(number.digits) + 20' -%}
    {%- set power = "coalesce(try_cast(number.power as int), case when left(number.power, 1) = '-' then -1000000 else 1000000 end)" -%}
    {%- set shifted = record_of({
        'sign': 'number.sign',
        'padded': "repeat('0', " ~ zeros ~ ") || number.digits || repeat('0', " ~ zeros ~ ')',
        'point': zeros ~ ' + length(number.whole) + least(greatest(' ~ power ~ ', -(' ~ zeros ~ ')), ' ~ zeros ~ ')',
    }) -%}
    {{ nth(transformed(
        transformed(list_of([number]), 'number', shifted),
        'shifted', "shifted.sign || left(shifted.padded, shifted.point) || '.' || substr(shifted.padded, shifted.point + 1)"
    ), 1) }}
{%- endmacro %}

{# What plain_number() spells as a bigint, rounded half away from zero; NULL when that can't hold it. #}
{% macro whole_number(plain) %}{{ return(adapter.dispatch('whole_number')(plain)) }}{% endmacro %}

{#
  What plain_number() spells as a bigint, rounded away from zero, so that it is above or below a whole number
  just when the number itself is; of what has more than 18 digits before the point, these are nines.
#}
{% macro outward_number(plain) -%}
    case
        when length({{ plain }}) > 18 or contains({{ plain }}, '.')
            then case when left({{ plain }}, 1) = '-' then -1 else 1 end
            * (
                least(coalesce(try_cast('0' || replace(split_part({{ plain }}, '.', 1), '-', '') as bigint), {{ 10 ** 18 - 1 }}), {{ 10 ** 18 - 1 }})
                + case when replace(split_part({{ plain }}, '.', 2), '0', '') = '' then 0 else 1 end
            )
        else cast({{ plain }} as bigint)
    end
{%- endmacro %}
