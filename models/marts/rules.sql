{{ config(materialized='table') }}

{%- set found = [] %}
{%- for feed in feeds() %}
{%- for rule in rules(feed) %}
{%- do found.append('(' ~ loop.index ~ ', ' ~ sql_texts([feed, rule.name, rule.severity, rule.description]) ~ ')') %}
{%- endfor %}
{%- endfor %}
select dataset, rule_number, rule, severity, description
from (
    values
    {{ found | join(',\n    ') }}
) as rules (rule_number, dataset, rule, severity, description)
