{# True for a text that is the name of a time zone. To ask DuckDB for its list takes 4 ms: say it once per value. #}
{% macro is_name_of_zone(text) %}{{ return(adapter.dispatch('is_name_of_zone')(text)) }}{% endmacro %}

{% macro duckdb__is_name_of_zone(text) %}{{ return('list_contains((select list(name) from pg_timezone_names()), ' ~ text ~ ')') }}{% endmacro %}

{# One literal: Spark analyses a list of six hundred for a second. #}
{% macro spark__is_name_of_zone(text) %}{{ return('find_in_set(' ~ text ~ ', ' ~ sql_text(spark__time_zone_names() | join(',')) ~ ') > 0') }}{% endmacro %}

{#
  The names of time zones: those of the tz database, and older ones that both DuckDB and Java know. Which rules a zone has
  is for either engine's copy of that database to say.
#}
{% macro spark__time_zone_names() %}
    {%- set names = modules.pytz.all_timezones | list -%}
    {%- for zone in ['AST4', 'AST4ADT', 'CST6', 'CST6CDT', 'EST5', 'EST5EDT', 'HST10', 'MST7', 'MST7MDT', 'PST8', 'PST8PDT', 'YST9', 'YST9YDT'] -%}
        {%- do names.append('SystemV/' ~ zone) -%}
    {%- endfor -%}
    {{ return(names) }}
{% endmacro %}
