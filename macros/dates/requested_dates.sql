{# The first and last date asked for in --vars; none and none when every partition is meant. #}
{% macro requested_dates() %}
    {%- set date = var('date', none) -%}
    {%- set start, end = var('start_date', none), var('end_date', none) -%}
    {%- if date is not none and (start is not none or end is not none) -%}
        {{ exceptions.raise_compiler_error("Give either date or start_date and end_date, not both.") }}
    {%- elif (start is none) != (end is none) -%}
        {{ exceptions.raise_compiler_error("start_date and end_date go together.") }}
    {%- elif date is not none -%}
        {{ return({'start': date | string, 'end': date | string, 'is_range': false}) }}
    {%- elif start is none -%}
        {{ return({'start': none, 'end': none, 'is_range': true}) }}
    {%- endif -%}
    {%- set dates = {'start': start | string, 'end': end | string, 'is_range': true} -%}
    {%- if dates.start > dates.end -%}
        {{ exceptions.raise_compiler_error("start_date " ~ dates.start ~ " is after end_date " ~ dates.end ~ ".") }}
    {%- endif -%}
    {{ return(dates) }}
{% endmacro %}
