{#
  Writes the dates that are stale now to raw.stale_dates, from what the warehouse knows and from the
  files as they are, and returns them as rows of (date, why). Also a run-operation of its own, which opens no run.
#}
{% macro find_stale_dates() %}
    {%- if flags.WHICH == 'run-operation' %}{% do create_run_tables() %}{% endif -%}
    {%- if not has_stale_dates() -%}
        {%- do replace_raw_table('stale_dates', 'select ingest_date, ' ~ unfinished_reason('is_part') ~ ' as reasons from raw.begun_dates') -%}
    {%- else -%}
        {%- do find_file_changes() -%}
        {%- set query -%}
            with reasons as (
                select ingest_date, {{ unnested('reasons') }} as reason from marts.stale_dates
                union all
                select distinct ingest_date, reason from raw.file_changes where is_other
            )

            select ingest_date, {{ joined_list(collected('reason', 'reason'), '; ') }} as reasons from reasons group by ingest_date
        {%- endset -%}
        {%- do replace_raw_table('stale_dates', query) -%}
        {%- do run_query('drop table raw.file_changes') -%}
    {%- endif -%}
    {{ return(run_query('select cast(ingest_date as string) as ingest_date, reasons from raw.stale_dates order by ingest_date').rows) }}
{% endmacro %}

{# True where a build got as far as the view of stale dates. #}
{% macro has_stale_dates() %}{{ return(adapter.dispatch('has_stale_dates')()) }}{% endmacro %}

{# Not adapter.get_relation(): in a run-operation that opens a transaction which dbt rolls back. #}
{% macro duckdb__has_stale_dates() %}
    {{ return(run_query("select 1 from duckdb_views() where schema_name = 'marts' and view_name = 'stale_dates'").rows | length > 0) }}
{% endmacro %}

{% macro spark__has_stale_dates() %}{{ return(is_loaded(api.Relation.create(schema='marts', identifier='stale_dates'))) }}{% endmacro %}
