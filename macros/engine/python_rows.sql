{#
  What a function of scripts/sluice/warehouse/functions.py returns, as a relation to select from: a row per record.
  Arguments are given by name; `rows` is a query whose rows, with dates as texts, are an argument more.
#}
{% macro python_rows(function, arguments, rows=none) %}{{ return(adapter.dispatch('python_rows')(function, arguments, rows)) }}{% endmacro %}

{% macro duckdb__python_rows(function, arguments, rows) %}
    {%- set found = "(select coalesce(to_json(list(given)), '[]') from (" ~ rows ~ ') as given)' if rows else "'[]'" -%}
    {{ return('(select found.* from (select unnest(' ~ function ~ '(' ~ sql_text(tojson(arguments)) ~ ', ' ~ found ~ ')) as found))') }}
{% endmacro %}

{# Spark finds the functions in scripts/pyspark_sluice. #}
{% macro spark__python_rows(function, arguments, rows) %}
    {%- set given = [] -%}
    {%- if rows -%}
        {%- set table = run_query(rows) -%}
        {%- for row in table.rows -%}
            {%- set record = {} -%}
            {%- for name, value in row.dict().items() -%}
                {%- do record.update({name: value | int if value is number else value}) -%}
            {%- endfor -%}
            {%- do given.append(record) -%}
        {%- endfor -%}
    {%- endif -%}
    {%- do run_query(
        'create or replace temporary view ' ~ function ~ ' using sluice options (function ' ~ sql_text(function)
        ~ ', arguments ' ~ sql_text(tojson(arguments)) ~ ', rows ' ~ sql_text(tojson(given)) ~ ')'
    ) -%}
    {{ return(function) }}
{% endmacro %}

{# Replaces a table of the source `raw` by what a query gives. #}
{% macro replace_raw_table(name, query) %}{{ return(adapter.dispatch('replace_raw_table')(name, query)) }}{% endmacro %}

{% macro duckdb__replace_raw_table(name, query) %}{% do run_query('create or replace table raw.' ~ name ~ ' as ' ~ query) %}{% endmacro %}

{% macro spark__replace_raw_table(name, query) %}
    {%- do run_query('drop table if exists raw.' ~ name) -%}
    {%- do run_query('create table raw.' ~ name ~ ' using parquet as ' ~ query) -%}
{% endmacro %}

{# Makes a table of the source `raw` that is kept from run to run, where there is none: a row or more per ingest_date. #}
{% macro keep_raw_table(name, columns) %}{{ return(adapter.dispatch('keep_raw_table')(name, columns)) }}{% endmacro %}

{% macro duckdb__keep_raw_table(name, columns) %}
    {%- do run_query('create table if not exists raw.' ~ name ~ ' (' ~ columns ~ ', ingest_date date)') -%}
{% endmacro %}

{% macro spark__keep_raw_table(name, columns) %}
    {%- do run_query('create table if not exists raw.' ~ name ~ ' (' ~ spark_types(columns) ~ ', ingest_date date) using parquet partitioned by (ingest_date)') -%}
{% endmacro %}
