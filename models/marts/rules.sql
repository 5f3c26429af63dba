{{ config(materialized='table') }}

{%- for feed in feeds() %}
{%- set outer_loop = loop %}
{%- for rule in rules(feed) %}
{{ 'union all' if not (outer_loop.first and loop.first) }}
select
    {{ sql_text(feed) }} as dataset,
    {{ loop.index }} as rule_number,
    {{ sql_text(rule.name) }} as rule,
    {{ sql_text(rule.severity) }} as severity,
    {{ sql_text(rule.description) }} as description
{%- endfor %}
{%- endfor %}
