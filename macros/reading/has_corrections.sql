{#
  True when a correction was applied to a line of this run, or waived one. Asked of the warehouse once per
  model: without any, no model's SQL mentions corrections, so that they cost nothing.
#}
{% macro has_corrections(feed) %}
    {%- if not execute -%}{{ return(false) }}{%- endif -%}
    {{ return(feed in ask_once('run_corrections', corrected_feeds_query()).columns[0].values()) }}
{% endmacro %}

{# Asks for the feeds with corrections in this run; for none where no run has been. #}
{% macro corrected_feeds_query() %}
    {%- set corrections = api.Relation.create(database=target.get('database'), schema='raw', identifier='run_corrections') -%}
    {%- if flags.WHICH in ['build', 'run', 'test', 'retry'] or is_loaded(corrections) -%}
        {{ return("select distinct feed from " ~ corrections ~ " where status in ('applied', 'waived')") }}
    {%- endif -%}
    {{ return("select '' as feed where false") }}
{% endmacro %}
