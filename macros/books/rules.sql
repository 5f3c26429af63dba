{#
  The rules of a feed with their effective severity, in rule-book order.
  The feed book's `severities` override them, and the variable rule_severities does by `rule` or, whatever the feed book says,
  by `feed.rule`. Reading the book takes a while: once per run.
#}
{% macro rules(feed) %}{{ return(found_once('rules of ' ~ feed, read_rules, feed)) }}{% endmacro %}

{# The same, read from the rule book. #}
{% macro read_rules(feed) %}
    {%- set overrides, own = setting('rule_severities'), feed_setting(feed, 'severities') -%}
    {%- set found = [] -%}
    {%- for rule in found_once('rule book', rule_book) if feed in rule.get('feeds', [feed]) -%}
        {%- set severity = overrides.get(feed ~ '.' ~ rule.name, own.get(rule.name, overrides.get(rule.name, rule.severity))) -%}
        {%- do found.append(dict(rule, severity=severity)) -%}
    {%- endfor -%}
    {{ return(found) }}
{% endmacro %}
