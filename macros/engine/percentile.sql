{#
  A percentile, linear between the two nearest ranks, as a double. Over a window when there is one. On Spark
  all values of a group are held together: for many, see percentiles_of_many().
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

{# Several of them as a list, of any number of integers or doubles; in the last digits engines differ. #}
{% macro percentiles_of_many(column, shares) %}
    {{ return(by_engine(
        duckdb='quantile_cont(' ~ column ~ ', ' ~ shares ~ ')',
        spark='percentile(' ~ column ~ ', array(' ~ shares | join(', ') ~ '))',
    )) }}
{% endmacro %}
