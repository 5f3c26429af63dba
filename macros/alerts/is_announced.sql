{# True for the dates that the variable announced_dates lists. #}
{% macro is_announced(column) %}
    {%- set dates = [] -%}
    {%- for date in setting('announced_dates') %}{% do dates.append("date '" ~ checked_date(date) ~ "'") %}{% endfor -%}
    {{ return(column ~ ' in (' ~ dates | join(', ') ~ ')' if dates else 'false') }}
{% endmacro %}
