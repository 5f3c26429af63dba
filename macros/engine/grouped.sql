{# A whole number for people, with separators: 1,234. #}
{% macro grouped(number) %}{{ return(adapter.dispatch('grouped')(number)) }}{% endmacro %}

{% macro duckdb__grouped(number) %}{{ return("format('{:,}', cast(" ~ number ~ " as bigint))") }}{% endmacro %}

{% macro spark__grouped(number) %}{{ return("format_number(cast(" ~ number ~ " as bigint), 0)") }}{% endmacro %}
