{# The double that number_text() spells; NULL when a double can't hold it. #}
{% macro finite_double(number_text) %}{{ return(adapter.dispatch('finite_double')(number_text)) }}{% endmacro %}

{# The amount that number_text() spells, to 4 decimals, half away from zero; NULL beyond decimal(18,4). #}
{% macro amount(number_text) %}{{ return(adapter.dispatch('amount')(number_text)) }}{% endmacro %}

{# A double as a bigint, rounded half away from zero. #}
{% macro whole_number(number) %}{{ return('cast(round(' ~ number ~ ') as bigint)') }}{% endmacro %}
