{# True for the name of a time zone. #}
{% macro is_time_zone(zone) %}{{ return(adapter.dispatch('is_time_zone')(zone)) }}{% endmacro %}

{% macro duckdb__is_time_zone(zone) -%}
    {{ return(run_query('select name from pg_timezone_names() where name = ' ~ sql_text(zone)).rows | length > 0) }}
{%- endmacro %}

{% macro spark__is_time_zone(zone) %}{{ return(sql_text(zone) in spark__time_zone_names().split(', ')) }}{% endmacro %}

{#
  The names of time zones, as SQL texts: those of the tz database, and older ones that both DuckDB and Java
  know. Which rules a zone has is for either engine's copy of that database to say.
#}
{% macro spark__time_zone_names() %}
    {%- set names = modules.pytz.all_timezones | list -%}
    {%- for zone in ['AST4', 'AST4ADT', 'CST6', 'CST6CDT', 'EST5', 'EST5EDT', 'HST10', 'MST7', 'MST7MDT', 'PST8', 'PST8PDT', 'YST9', 'YST9YDT'] -%}
        {%- do names.append('SystemV/' ~ zone) -%}
    {%- endfor -%}
    {%- set texts = [] -%}
    {%- for name in names %}{% do texts.append(sql_text(name)) %}{% endfor -%}
    {{ return(texts | join(', ')) }}
{% endmacro %}
