{#
  True when a correction was applied to a line of this run, or waived one. Asked of the warehouse once per
  model: without any, no model's SQL mentions corrections, so that they cost nothing.
#}
{% macro has_corrections(feed) %}
    {%- if not execute -%}{{ return(false) }}{%- endif -%}
    {%- set judged = api.Relation.create(database=target.get('database'), schema='intermediate', identifier='int_corrections') -%}
    {%- set query = 'select distinct feed from ' ~ judged ~ " where status in ('applied', 'waived') and " ~ in_run_dates() -%}
    {{ return(feed in found_feeds('int_corrections', judged, query)) }}
{% endmacro %}

{# The feeds of which this run has rows of corrections, whatever becomes of them. #}
{% macro corrected_feeds() %}
    {%- if not execute -%}{{ return([]) }}{%- endif -%}
    {%- set read = api.Relation.create(database=target.get('database'), schema='raw', identifier='run_corrections') -%}
    {{ return(found_feeds('run_corrections', read, 'select distinct feed from ' ~ read)) }}
{% endmacro %}

{# What a query for feeds of a relation finds, asked once; nothing where no run has made the relation. #}
{% macro found_feeds(name, relation, query) %}
    {%- if opens_run() or is_loaded(relation) -%}
        {{ return(found_once(name, run_query, query).columns[0].values() | list) }}
    {%- endif -%}
    {{ return([]) }}
{% endmacro %}
