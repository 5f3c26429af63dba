{# Marks the run's dates as finished and remembers their files: once all that holds their rows was built from these. #}
{% macro finish_dates() %}{{ return(adapter.dispatch('finish_dates')()) }}{% endmacro %}

{% macro duckdb__finish_dates() -%}
    {%- set of_run = 'where ingest_date in (select ingest_date from raw.run_dates)' -%}
    {%- set statements -%}
        begin transaction;
        delete from raw.begun_dates {{ of_run }};
        delete from raw.loaded_files {{ of_run }};
        insert into raw.loaded_files by name
        select ingest_date, {{ file_state() }} from raw.run_files
        union all
        select ingest_date, {{ file_state() }} from raw.run_correction_files
        union all
        select ingest_date, {{ file_state() }} from raw.run_strays where feed is not null;
        commit
    {%- endset -%}
    {%- do run_query(statements) -%}
{%- endmacro %}

{# Spark runs one statement at a time, and has no transactions: what is finished is said last. #}
{% macro spark__finish_dates() -%}
    {%- set files -%}
        (
            select {{ file_state() }}, ingest_date from raw.run_files
            union all
            select {{ file_state() }}, ingest_date from raw.run_correction_files
            union all
            select {{ file_state() }}, ingest_date from raw.run_strays where feed is not null
        )
    {%- endset -%}
    {%- do replace_dates('raw.loaded_files', (file_state() ~ ', ingest_date').split(', '), files) -%}
    {%- do drop_dates('raw.begun_dates', run_dates()) -%}
{%- endmacro %}
