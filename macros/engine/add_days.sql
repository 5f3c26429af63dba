{# Midnight UTC of a date plus or minus some days, as a timestamp. #}
{% macro add_days(date, days) %}{{ return(adapter.dispatch('add_days')(date, days)) }}{% endmacro %}

{% macro duckdb__add_days(date, days) %}{{ return('(cast(' ~ date ~ ' as timestamp) + interval (' ~ days ~ ') day)') }}{% endmacro %}

{% macro spark__add_days(date, days) %}{{ return('cast(' ~ date ~ ' + (' ~ days ~ ') as timestamp_ntz)') }}{% endmacro %}
