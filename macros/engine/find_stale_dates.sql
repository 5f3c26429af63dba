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
        {%- do find_file_changes(built) -%}
        {%- set query -%}
            create or replace table raw.stale_dates as
            with reasons as (
                select ingest_date, unnest(reasons) as reason from {{ stale }}
                union all
                select distinct ingest_date, reason from scratch.main.file_changes where is_other
            )

            select ingest_date, string_agg(reason, '; ' order by reason) as reasons from reasons group by ingest_date
        {%- endset -%}
        {%- do run_query(query) -%}
        {%- do run_query('drop table scratch.main.file_changes') -%}
    {%- endif -%}
    {{ return(run_query('select cast(ingest_date as varchar), reasons from raw.stale_dates order by ingest_date').rows) }}
{% endmacro %}

{% macro spark__find_stale_dates() %}
    {%- do create_run_tables() -%}
    {%- set relation = api.Relation.create(schema='marts', identifier='stale_dates') -%}
    {%- if not is_loaded(relation) -%}
        {%- do replace_raw_table('stale_dates', "select ingest_date, " ~ unfinished_reason('is_part') ~ " as reasons from raw.begun_dates") -%}
    {%- else -%}
        {%- do find_file_changes() -%}
        {%- set query -%}
            with reasons as (
                select ingest_date, explode(reasons) as reason from marts.stale_dates
                union all
                select distinct ingest_date, reason from raw.file_changes where is_other
            )

            select ingest_date, concat_ws('; ', sort_array(collect_list(reason))) as reasons from reasons group by ingest_date
        {%- endset -%}
        {%- do replace_raw_table('stale_dates', query) -%}
        {%- do run_query('drop table raw.file_changes') -%}
    {%- endif -%}
    {{ return(run_query('select cast(ingest_date as string) as ingest_date, reasons from raw.stale_dates order by ingest_date').rows) }}
{% endmacro %}
