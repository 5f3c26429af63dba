{# A time in UTC as clocks in a zone show it. #}
{% macro local_time(time, zone) %}
    {%- set zone = sql_text(zone) -%}
    {{ return(by_engine(
        duckdb='timezone(' ~ zone ~ ", timezone('UTC', " ~ time ~ '))',
        spark="convert_timezone('UTC', " ~ zone ~ ', ' ~ time ~ ')',
    )) }}
{% endmacro %}

{# True for a time that clocks in a zone show some time: not for one that they pass over. #}
{% macro is_shown_by_clocks(time, zone) %}
    {%- set zone = sql_text(zone) -%}
    {{ return(by_engine(
        duckdb='timezone(' ~ zone ~ ', timezone(' ~ zone ~ ', ' ~ time ~ ')) = ' ~ time,
        spark="convert_timezone('UTC', " ~ zone ~ ', convert_timezone(' ~ zone ~ ", 'UTC', " ~ time ~ ')) = ' ~ time,
    )) }}
{% endmacro %}
