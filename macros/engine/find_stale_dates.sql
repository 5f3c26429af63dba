{#
  Writes the dates that are stale now to raw.stale_dates, from what the warehouse knows and from the
  files as they are, and returns them as rows of (date, why). Also a run-operation of its own.
#}
{% macro find_stale_dates() %}{{ return(adapter.dispatch('find_stale_dates')()) }}{% endmacro %}

{% macro duckdb__find_stale_dates() %}
    {%- do create_run_tables() -%}
    {%- set stale = api.Relation.create(database=target.get('database'), schema='marts', identifier='stale_dates') -%}
    {%- set built = api.Relation.create(database=target.get('database'), schema='marts', identifier='built_dates') -%}
    {#- Not adapter.get_relation(): in a run-operation that opens a transaction which dbt rolls back. -#}
    {%- if not run_query("select 1 from duckdb_views() where schema_name = 'marts' and view_name = 'stale_dates'").rows -%}
        {%- do run_query("create or replace table raw.stale_dates as select ingest_date, " ~ unfinished_reason('is_part') ~ " as reasons from raw.begun_dates") -%}
    {%- else -%}
        {%- set query -%}
            create or replace table raw.stale_dates as
            with loaded as (
                {%- for is_correction in ['false', 'true'] %}
                {{ 'union all' if not loop.first }}
                select
                    {{ is_correction }} as are_corrections,
                    coalesce(list(struct_pack(ingest_date, source_file, bytes, modified_ns, checksum)), []) as files
                from (select distinct ingest_date from {{ built }} where ingest_date not in (select ingest_date from raw.begun_dates)) as built
                left join (
                    select * from raw.loaded_files where starts_with(source_file, 'corrections/') = {{ is_correction }}
                ) as loaded_files using (ingest_date)
                {%- endfor %}
            ),

            on_disk as (
                select unnest(changed_dates({{ sql_text(raw_dir()) }}, files)) as ingest_date from loaded where not are_corrections
            ),

            decided as (
                select unnest(changed_corrections({{ sql_text(corrections_dir()) }}, files)) as ingest_date from loaded where are_corrections
            ),

            reasons as (
                select ingest_date, unnest(reasons) as reason from {{ stale }}
                union all
                select ingest_date, 'its files are not those it was built from' as reason from on_disk
                union all
                select ingest_date, 'its corrections are not those it was built with' as reason from decided
            )

            select ingest_date, string_agg(reason, '; ' order by reason) as reasons from reasons group by ingest_date
        {%- endset -%}
        {%- do run_query(query) -%}
    {%- endif -%}
    {{ return(run_query('select cast(ingest_date as varchar), reasons from raw.stale_dates order by ingest_date').rows) }}
{% endmacro %}

{% macro spark__find_stale_dates() %}
    {%- do create_run_tables() -%}
    {%- set relation = api.Relation.create(schema='marts', identifier='stale_dates') -%}
    {%- if not is_loaded(relation) -%}
        {%- do replace_raw_table('stale_dates', "select ingest_date, " ~ unfinished_reason('is_part') ~ " as reasons from raw.begun_dates") -%}
    {%- else -%}
        {%- set query -%}
            with reasons as (
                select ingest_date, explode(reasons) as reason from marts.stale_dates
                union all
                select ingest_date, 'its files are not those it was built from' as reason
                from {{ python_rows('changed_dates', {'root': raw_dir(), 'loaded': loaded_files(false)}) }}
                union all
                select ingest_date, 'its corrections are not those it was built with' as reason
                from {{ python_rows('changed_corrections', {'root': corrections_dir(), 'loaded': loaded_files(true)}) }}
            )

            select ingest_date, concat_ws('; ', sort_array(collect_list(reason))) as reasons from reasons group by ingest_date
        {%- endset -%}
        {%- do replace_raw_table('stale_dates', query) -%}
    {%- endif -%}
    {{ return(run_query('select cast(ingest_date as string) as ingest_date, reasons from raw.stale_dates order by ingest_date').rows) }}
{% endmacro %}

{# What was loaded of every finished date, as the functions of scripts/sluice/files/raw_files.py and scripts/sluice/files/corrections.py take it. #}
{% macro loaded_files(are_corrections) %}
    {%- set query -%}
        select cast(ingest_date as string) as ingest_date, source_file, bytes, modified_ns, checksum
        from (select distinct ingest_date from marts.built_dates) as built_dates
        left join (
            select * from raw.loaded_files where startswith(source_file, 'corrections/') = {{ are_corrections }}
        ) as loaded_files using (ingest_date)
        where ingest_date not in (select ingest_date from raw.begun_dates)
    {%- endset -%}
    {%- set found = [] -%}
    {%- for row in run_query(query).rows -%}
        {%- do found.append({
            'ingest_date': row[0] | string, 'source_file': row[1], 'bytes': row[2] | int, 'modified_ns': row[3] | int, 'checksum': row[4] | int,
        }) -%}
    {%- endfor -%}
    {{ return(found) }}
{% endmacro %}
