{#
  The rules of a feed with their effective severity, in rule-book order.
  The variable rule_severities overrides severities by `rule` or `feed.rule`. Reading the book takes a while: once per run.
#}
{% macro rules(feed) %}{{ return(found_once('rules of ' ~ feed, read_rules, feed)) }}{% endmacro %}

{# The same, read from the rule book. #}
{% macro read_rules(feed) %}
    {%- set overrides = setting('rule_severities') -%}
    {%- set found = [] -%}
    {%- for rule in rule_book() if feed in rule.get('feeds', [feed]) -%}
        {%- do rule.update({
            'severity': overrides.get(feed ~ '.' ~ rule.name, overrides.get(rule.name, rule.severity)),
        }) -%}
        {%- do found.append(rule) -%}
    {%- endfor -%}
    {{ return(found) }}
{% endmacro %}
