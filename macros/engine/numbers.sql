{% macro duckdb__amount(number_text) -%}
    case
        when not contains(lower({{ number_text }}), 'e') then try_cast({{ number_text }} as decimal(18, 4))
        {#- DuckDB's cast rounds exponents wrongly (5e-6 becomes 0.0001), so the point is shifted in the text. #}
        when isfinite(try_cast({{ number_text }} as double))
            then try_cast({{ without_exponent(number_text) }} as decimal(18, 4))
    end
{%- endmacro %}

{% macro duckdb__whole_number(plain) %}{{ return('try_cast(' ~ plain ~ ' as bigint)') }}{% endmacro %}

{# Spark's cast cuts what is behind the point. #}
{% macro spark__whole_number(plain) -%}
    try_add(
        try_cast(
            left({{ plain }}, length({{ plain }}) - length(replace({{ plain }}, '-', '')))
            || '0' || replace(split_part({{ plain }}, '.', 1), '-', '')
        as bigint),
        case
            when left(split_part({{ plain }}, '.', 2), 1) < '5' then 0L
            when left({{ plain }}, 1) = '-' then -1L
            else 1L
        end
    )
{%- endmacro %}

{#
  What is short is cast as it is, but for exponents that would have millions of digits written out. Of the
  rest, only 14 digits before the point and 5 after it can matter to the result.
#}
{% macro spark__amount(number_text) -%}
    case
        when length({{ number_text }}) <= 30 and not contains(lower({{ number_text }}), 'e')
            then try_cast({{ number_text }} as decimal(18, 4))
        when contains(lower({{ number_text }}), 'e') and {{ finite_double(number_text) }} is null then null
        when contains(lower({{ number_text }}), 'e') and abs(try_cast({{ number_text }} as double)) < 1e-5D
            then cast(0 as decimal(18, 4))
        when contains(lower({{ number_text }}), 'e') and abs(try_cast({{ number_text }} as double)) >= 1e15D then null
        else {{ spark__shortened_amount(number_text) }}
    end
{%- endmacro %}

{# A number of any length, its exponent written out, as a decimal. #}
{% macro spark__shortened_amount(number_text) -%}
    get(transform(
        transform(
            array(named_struct(
                'whole', regexp_extract({{ number_text }}, r'\A-?(\d*)', 1),
                'fraction', regexp_extract({{ number_text }}, r'[.](\d*)', 1),
                'power', coalesce(try_cast(nullif(regexp_extract({{ number_text }}, r'[eE]([+-]?\d+)\z', 1), '') as int), 0)
            )),
            number -> case
                when number.power >= 0 then named_struct(
                    'whole', number.whole || rpad(left(number.fraction, number.power), number.power, '0'),
                    'fraction', substr(number.fraction, number.power + 1)
                )
                else named_struct(
                    'whole', left(number.whole, greatest(length(number.whole) + number.power, 0)),
                    'fraction', lpad('', -number.power - length(number.whole), '0') || right(number.whole, -number.power) || number.fraction
                )
            end
        ),
        number -> case
            when length(trim(leading '0' from number.whole)) <= 14 then try_cast(
                left({{ number_text }}, 1 - length(trim(leading '-' from left({{ number_text }}, 1))))
                || trim(leading '0' from number.whole) || '.' || left(number.fraction, 5) || '0'
            as decimal(18, 4))
        end
    ), 0)
{%- endmacro %}
