{# Marks the run's dates as finished and remembers their files: once all that holds their rows was built from these. #}
{% macro finish_dates() %}{{ return(adapter.dispatch('finish_dates')()) }}{% endmacro %}

{# The files that the run's dates depend on: those that were read, corrections, and what looks like a feed's and was not read. #}
{% macro files_of_run() -%}
    select {{ file_state() }}, ingest_date from raw.run_files
    union all
    select {{ file_state() }}, ingest_date from raw.run_correction_files
    union all
    select {{ file_state() }}, ingest_date from raw.run_strays where feed is not null
{%- endmacro %}

{% macro duckdb__finish_dates() -%}
    {%- set of_run = 'where ingest_date in (select ingest_date from raw.run_dates)' -%}
    {%- set statements -%}
        begin transaction;
        delete from raw.begun_dates {{ of_run }};
        delete from raw.loaded_files {{ of_run }};
        insert into raw.loaded_files by name
        {{ files_of_run() }};
        commit
    {%- endset -%}
    {%- do run_query(statements) -%}
{%- endmacro %}

{# Spark runs one statement at a time, and has no transactions: what is finished is said last. #}
{% macro spark__finish_dates() -%}
    {%- do replace_dates('raw.loaded_files', (file_state() ~ ', ingest_date').split(', '), '(' ~ files_of_run() ~ ')', hint='/*+ coalesce(1) */ ') -%}
    {%- do drop_dates('raw.begun_dates', run_dates()) -%}
{%- endmacro %}
