{#
  The dates of this run as a list of 'YYYY-MM-DD', as open_run() found them; empty before the first run.
  Asked of the warehouse once per model, then kept among the model's statement results.
#}
{% macro run_dates() %}
    {%- if not execute -%}{{ return([]) }}{%- endif -%}
    {%- set kept = load_result('run_dates') -%}
    {%- set dates = kept.table if kept is not none else read_run_dates() -%}
    {%- do store_result('run_dates', response='kept', agate_table=dates) -%}
    {{ return(dates.columns[0].values() | map('string') | list) }}
{% endmacro %}

{# The run's dates as a table of one column; an empty one where no run has been. #}
{% macro read_run_dates() %}
    {%- set pinned = api.Relation.create(database=target.get('database'), schema='raw', identifier='run_dates') -%}
    {%- if flags.WHICH in ['build', 'run', 'test', 'retry'] or is_loaded(pinned) -%}
        {{ return(run_query('select ingest_date from ' ~ pinned ~ ' order by ingest_date')) }}
    {%- endif -%}
    {{ return(run_query('select current_date as ingest_date where false')) }}
{% endmacro %}
