{#
  A percentile, linear between the two nearest ranks, as a double. Over a window when there is one. On Spark
  all values of a group are held together: for many, see percentile_of_many().
#}
{% macro percentile(column, share, window=none) -%}
    {{ return(adapter.dispatch('percentile')(column, share, ' over ' ~ window if window else '')) }}
{%- endmacro %}

{% macro duckdb__percentile(column, share, over) %}{{ return('quantile_cont(cast(' ~ column ~ ' as double), ' ~ share ~ ')' ~ over) }}{% endmacro %}

{# Spark's own percentile() weighs the two ranks in another way, which shows in the last digit. #}
{% macro spark__percentile(column, share, over) -%}
    get(transform(
        array(array_sort(collect_list(cast({{ column }} as double)){{ over }})),
        numbers -> get(transform(
            array((size(numbers) - 1) * double({{ share }})),
            place -> get(numbers, int(floor(place))) * (1 - (place - floor(place)))
            + get(numbers, int(ceil(place))) * (place - floor(place))
        ), 0)
    ), 0)
{%- endmacro %}

{# The same of values with at most 4 decimals, any number of them. #}
{% macro percentile_of_many(column, share) %}{{ return(adapter.dispatch('percentile_of_many')(column, share)) }}{% endmacro %}

{% macro duckdb__percentile_of_many(column, share) %}{{ return('round(' ~ percentile(column, share) ~ ', 6)') }}{% endmacro %}

{% macro spark__percentile_of_many(column, share) %}{{ return('round(percentile(cast(' ~ column ~ ' as double), ' ~ share ~ '), 6)') }}{% endmacro %}
