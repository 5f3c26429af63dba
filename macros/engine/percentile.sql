{# A percentile, linear between the two nearest ranks, as a double. #}
{% macro percentile(column, share) %}{{ return(adapter.dispatch('percentile')(column, share)) }}{% endmacro %}

{% macro duckdb__percentile(column, share) %}{{ return('quantile_cont(cast(' ~ column ~ ' as double), ' ~ share ~ ')') }}{% endmacro %}
