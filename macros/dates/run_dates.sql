{# The dates of this run as a list of 'YYYY-MM-DD', as open_run() found them; empty before the first run. #}
{% macro run_dates() %}
    {%- set pinned = api.Relation.create(database=target.database, schema='raw', identifier='run_dates') -%}
    {%- if not execute or not adapter.get_relation(pinned.database, pinned.schema, pinned.identifier) -%}
        {{ return([]) }}
    {%- endif -%}
    {%- set found = run_query('select ingest_date from ' ~ pinned ~ ' order by 1') -%}
    {{ return(found.columns[0].values() | map('string') | list) }}
{% endmacro %}
