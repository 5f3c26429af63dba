{# Marks the run's dates as finished and remembers their files. In the transaction of the last model. #}
{% macro finish_dates() %}{{ return(adapter.dispatch('finish_dates')()) }}{% endmacro %}

{% macro duckdb__finish_dates() -%}
    delete from {{ source('raw', 'begun_dates') }} where {{ in_run_dates() }};
    delete from {{ source('raw', 'loaded_files') }} where {{ in_run_dates() }};
    insert into {{ source('raw', 'loaded_files') }} by name
    select ingest_date, source_file, bytes, modified_ns, checksum, changed_ns, inode from {{ source('raw', 'run_files') }}
    union all
    select ingest_date, source_file, bytes, modified_ns, checksum, changed_ns, inode from {{ source('raw', 'run_correction_files') }}
{%- endmacro %}

{# Spark runs one statement at a time, and has no transactions: what is finished is said last. #}
{% macro spark__finish_dates() -%}
    {%- if execute -%}
        {%- set files -%}
            (
                select source_file, bytes, modified_ns, checksum, changed_ns, inode, ingest_date from {{ source('raw', 'run_files') }}
                union all
                select source_file, bytes, modified_ns, checksum, changed_ns, inode, ingest_date from {{ source('raw', 'run_correction_files') }}
            )
        {%- endset -%}
        {%- set columns = ['source_file', 'bytes', 'modified_ns', 'checksum', 'changed_ns', 'inode', 'ingest_date'] -%}
        {%- do replace_dates(source('raw', 'loaded_files'), columns, files) -%}
        {%- do drop_dates(source('raw', 'begun_dates'), run_dates()) -%}
    {%- endif -%}
{%- endmacro %}
