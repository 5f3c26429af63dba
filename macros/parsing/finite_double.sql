{# The double that number_text() spells; NULL when a double can't hold it. #}
{% macro finite_double(number_text) %}{{ return(adapter.dispatch('finite_double')(number_text)) }}{% endmacro %}

{# The amount that number_text() spells, to 4 decimals, half away from zero; NULL beyond decimal(18,4). #}
{% macro amount(number_text) %}{{ return(adapter.dispatch('amount')(number_text)) }}{% endmacro %}

{# What number_text() spells without an exponent, to the digit; NULL when a double can't hold it. #}
{% macro plain_number(number_text) %}{{ return(adapter.dispatch('plain_number')(number_text)) }}{% endmacro %}

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
