{#
  The rules of a feed with their effective severity, in rule-book order.
  The variable rule_severities overrides severities by `rule` or `feed.rule`; an entry that names no
  rule, or makes a fixed one a warning, is a compile error.
#}
{% macro rules(feed) %}
    {%- set overrides = var('rule_severities') -%}
    {%- do check_rule_severities(overrides) -%}
    {%- set found = [] -%}
    {%- for rule in rule_book() if feed in rule.get('feeds', [feed]) -%}
        {%- do rule.update({
            'severity': overrides.get(feed ~ '.' ~ rule.name, overrides.get(rule.name, rule.severity)),
        }) -%}
        {%- do found.append(rule) -%}
    {%- endfor -%}
    {{ return(found) }}
{% endmacro %}
