{# True for the dates that the variable announced_dates or the seed holidays lists. #}
{% macro is_announced(column) %}
    {%- set dates = [] -%}
    {%- for date in setting('announced_dates') %}{% do dates.append("date '" ~ date ~ "'") %}{% endfor -%}
    {%- set listed = column ~ ' in (' ~ dates | join(', ') ~ ') or ' if dates else '' -%}
    {{ return('(' ~ listed ~ column ~ ' in (select day from ' ~ ref('holidays') ~ ' where day is not null))') }}
{% endmacro %}
