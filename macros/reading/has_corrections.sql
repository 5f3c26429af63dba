{#
  True when a correction was applied to a line of this run, or waived one. Asked of the warehouse once per
  model: without any, no model's SQL mentions corrections, so that they cost nothing.
#}
{% macro has_corrections(feed) %}
    {%- if not execute -%}{{ return(false) }}{%- endif -%}
    {%- set kept = load_result('run_corrections') -%}
    {%- set found = kept.table if kept is not none else read_corrected_feeds() -%}
    {%- do store_result('run_corrections', response='kept', agate_table=found) -%}
    {{ return(feed in found.columns[0].values()) }}
{% endmacro %}

{# The feeds with corrections in this run as a table of one column; an empty one where no run has been. #}
{% macro read_corrected_feeds() %}
    {%- set corrections = api.Relation.create(database=target.get('database'), schema='raw', identifier='run_corrections') -%}
    {%- if flags.WHICH in ['build', 'run', 'test', 'retry'] or is_loaded(corrections) -%}
        {{ return(run_query("select distinct feed from " ~ corrections ~ " where status in ('applied', 'waived')")) }}
    {%- endif -%}
    {{ return(run_query("select '' as feed where false")) }}
{% endmacro %}
