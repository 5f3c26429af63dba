{# True for a text that ends in another. #}
{% macro ends_with(text, end) %}{{ return(adapter.dispatch('ends_with')(text, end)) }}{% endmacro %}

{% macro duckdb__ends_with(text, end) %}{{ return('ends_with(' ~ text ~ ', ' ~ end ~ ')') }}{% endmacro %}
