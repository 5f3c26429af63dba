{# A date given in --vars as YYYY-MM-DD text; a compile error that names it when it is none. #}
{% macro checked_date(value) %}
    {%- set text = value | string -%}
    {%- if not modules.re.fullmatch('[0-9]{4}-[0-9]{2}-[0-9]{2}', text) -%}
        {{ exceptions.raise_compiler_error("Invalid date '" ~ text ~ "': write it as YYYY-MM-DD.") }}
    {%- endif -%}
    {%- set year, month, day = text[:4] | int, text[5:7] | int, text[8:] | int -%}
    {%- set is_leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) -%}
    {%- set month_days = [31, 29 if is_leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] -%}
    {%- if year == 0 or not 1 <= month <= 12 or not 1 <= day <= month_days[month - 1] -%}
        {{ exceptions.raise_compiler_error("Invalid date '" ~ text ~ "': no such calendar day.") }}
    {%- endif -%}
    {{ return(text) }}
{% endmacro %}
