{# The dates of this run as a list of 'YYYY-MM-DD', as open_run() found them; empty before the first run. #}
{% macro run_dates() %}{{ return(found_once('run_dates', read_run_dates) if execute else []) }}{% endmacro %}

{# The run's dates, asked of the warehouse; none where no run has been. #}
{% macro read_run_dates() %}
    {%- set pinned = api.Relation.create(database=target.get('database'), schema='raw', identifier='run_dates') -%}
    {%- if opens_run() or is_loaded(pinned) -%}
        {%- set found = run_query('select ingest_date from ' ~ pinned ~ ' order by ingest_date') -%}
        {{ return(found.columns[0].values() | map('string') | list) }}
    {%- endif -%}
    {{ return([]) }}
{% endmacro %}
