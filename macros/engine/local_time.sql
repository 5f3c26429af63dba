{# A time in UTC as clocks in a zone show it. #}
{% macro local_time(time, zone) %}{{ return(adapter.dispatch('local_time')(time, sql_text(zone))) }}{% endmacro %}

{% macro duckdb__local_time(time, zone) %}{{ return('timezone(' ~ zone ~ ", timezone('UTC', " ~ time ~ '))') }}{% endmacro %}

{% macro spark__local_time(time, zone) %}{{ return("convert_timezone('UTC', " ~ zone ~ ', ' ~ time ~ ')') }}{% endmacro %}

{# True for a time that clocks in a zone show some time: not for one that they pass over. #}
{% macro is_shown_by_clocks(time, zone) %}{{ return(adapter.dispatch('is_shown_by_clocks')(time, sql_text(zone))) }}{% endmacro %}

{% macro duckdb__is_shown_by_clocks(time, zone) %}
    {{ return('timezone(' ~ zone ~ ', timezone(' ~ zone ~ ', ' ~ time ~ ')) = ' ~ time) }}
{% endmacro %}

{% macro spark__is_shown_by_clocks(time, zone) %}
    {{ return("convert_timezone('UTC', " ~ zone ~ ', convert_timezone(' ~ zone ~ ", 'UTC', " ~ time ~ ')) = ' ~ time) }}
{% endmacro %}
