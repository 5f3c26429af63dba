{# A date given in --vars as YYYY-MM-DD text; a compile error that names it when it is none. #}
{% macro checked_date(value) %}
    {%- set fault = date_fault(value) -%}
    {%- if fault -%}
        {{ exceptions.raise_compiler_error(fault) }}
    {%- endif -%}
    {{ return(value | string) }}
{% endmacro %}

{# What is wrong with a date, as a sentence; nothing when it is a calendar day written as YYYY-MM-DD. `place` tells where it stands. #}
{% macro date_fault(value, place='') %}
    {%- set text = value | string -%}
    {%- if not modules.re.fullmatch('[0-9]{4}-[0-9]{2}-[0-9]{2}', text) -%}
        {{ return("Invalid date " ~ shown(value) ~ place ~ ": write it as YYYY-MM-DD.") }}
    {%- endif -%}
    {%- set year, month, day = text[:4] | int, text[5:7] | int, text[8:] | int -%}
    {%- set is_leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) -%}
    {%- set month_days = [31, 29 if is_leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] -%}
    {%- set is_day = year > 0 and 1 <= month <= 12 and 1 <= day <= month_days[month - 1] -%}
    {{ return('' if is_day else "Invalid date " ~ shown(text) ~ place ~ ": no such calendar day.") }}
{% endmacro %}
