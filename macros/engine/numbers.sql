{% macro duckdb__finite_double(number_text) -%}
    case when isfinite(try_cast({{ number_text }} as double)) then try_cast({{ number_text }} as double) end
{%- endmacro %}

{% macro duckdb__amount(number_text) -%}
    case
        when not contains(lower({{ number_text }}), 'e') then try_cast({{ number_text }} as decimal(18, 4))
        {#- DuckDB's cast rounds exponents wrongly (5e-6 becomes 0.0001), so the point is shifted in the text. #}
        when isfinite(try_cast({{ number_text }} as double))
            then try_cast({{ duckdb__without_exponent(number_text) }} as decimal(18, 4))
    end
{%- endmacro %}

{# A number with an exponent as plain digits: zeros on both sides, then the point at its new place. #}
{% macro duckdb__without_exponent(number_text) -%}
    list_transform(
        [{
            'sign': case when starts_with({{ number_text }}, '-') then '-' else '' end,
            'whole': regexp_extract({{ number_text }}, '^-?(\d*)', 1),
            'digits': regexp_extract({{ number_text }}, '^-?(\d*)', 1) || regexp_extract({{ number_text }}, '[.](\d*)', 1),
            'power': regexp_extract({{ number_text }}, '[eE]([+-]?\d+)$', 1)
        }],
        lambda number: list_transform(
            [{
                'padded': repeat('0', length(number.digits) + 20) || number.digits || repeat('0', length(number.digits) + 20),
                'point': length(number.digits) + 20 + length(number.whole) + cast(
                    least(greatest(
                        coalesce(
                            try_cast(number.power as hugeint),
                            case when starts_with(number.power, '-') then -1000000 else 1000000 end
                        ),
                        -length(number.digits) - 20
                    ), length(number.digits) + 20) as integer
                )
            }],
            lambda shifted: number.sign || left(shifted.padded, shifted.point) || '.' || substr(shifted.padded, shifted.point + 1)
        )[1]
    )[1]
{%- endmacro %}
