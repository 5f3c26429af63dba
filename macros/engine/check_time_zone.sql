{# Raises a compile error for a name that is no time zone. #}
{% macro check_time_zone(zone) %}{{ return(adapter.dispatch('check_time_zone')(zone)) }}{% endmacro %}

{% macro duckdb__check_time_zone(zone) %}
    {%- if not run_query('select name from pg_timezone_names() where name = ' ~ sql_text(zone)).rows -%}
        {{ exceptions.raise_compiler_error("naive_timezone: there is no time zone '" ~ zone ~ "'.") }}
    {%- endif -%}
{% endmacro %}
