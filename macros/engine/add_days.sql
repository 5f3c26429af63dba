{# Midnight UTC of a date plus or minus some days, as a timestamp. #}
{% macro add_days(date, days) %}
    {{ return(by_engine(
        duckdb='(cast(' ~ date ~ ' as timestamp) + interval (' ~ days ~ ') day)',
        spark='cast(' ~ date ~ ' + (' ~ days ~ ') as timestamp_ntz)',
    )) }}
{% endmacro %}

{# Midnight of a date and some seconds, as a timestamp. #}
{% macro add_seconds(date, seconds) %}
    {{ return(by_engine(
        duckdb='(cast(' ~ date ~ ' as timestamp) + to_seconds(' ~ seconds ~ '))',
        spark='(cast(' ~ date ~ ' as timestamp_ntz) + make_dt_interval(0, 0, 0, ' ~ seconds ~ '))',
    )) }}
{% endmacro %}
