{# Raises a compile error for a name that is no time zone. #}
{% macro check_time_zone(zone) %}{{ return(adapter.dispatch('check_time_zone')(zone)) }}{% endmacro %}

{% macro duckdb__check_time_zone(zone) %}
    {%- if not run_query('select name from pg_timezone_names() where name = ' ~ sql_text(zone)).rows -%}
        {{ exceptions.raise_compiler_error("naive_timezone: there is no time zone '" ~ zone ~ "'.") }}
    {%- endif -%}
{% endmacro %}

{% macro spark__check_time_zone(zone) %}
    {%- if sql_text(zone) not in spark__time_zone_names().split(', ') -%}
        {{ exceptions.raise_compiler_error("naive_timezone: there is no time zone '" ~ zone ~ "'.") }}
    {%- endif -%}
{% endmacro %}

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
