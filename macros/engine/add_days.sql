{# Midnight UTC of a date plus or minus some days, as a timestamp. #}
{% macro add_days(date, days) %}{{ return(adapter.dispatch('add_days')(date, days)) }}{% endmacro %}

{% macro duckdb__add_days(date, days) %}{{ return('(cast(' ~ date ~ ' as timestamp) + interval (' ~ days ~ ') day)') }}{% endmacro %}

{% macro spark__add_days(date, days) %}{{ return('cast(' ~ date ~ ' + (' ~ days ~ ') as timestamp_ntz)') }}{% endmacro %}

{# Midnight of a date and some seconds, as a timestamp. #}
{% macro add_seconds(date, seconds) %}{{ return(adapter.dispatch('add_seconds')(date, seconds)) }}{% endmacro %}

{% macro duckdb__add_seconds(date, seconds) %}{{ return('(cast(' ~ date ~ ' as timestamp) + to_seconds(' ~ seconds ~ '))') }}{% endmacro %}

{% macro spark__add_seconds(date, seconds) %}
    {{ return('(cast(' ~ date ~ ' as timestamp_ntz) + make_dt_interval(0, 0, 0, ' ~ seconds ~ '))') }}
{% endmacro %}
