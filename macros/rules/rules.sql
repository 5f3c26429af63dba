{#
  The rules of a feed with their effective severity and thresholds filled in, in rule-book order.
  The variable rule_severities overrides severities by `rule` or `feed.rule`; an entry that names no
  rule, or makes a fixed one a warning, is a compile error.
#}
{% macro rules(feed) %}
    {%- set overrides = var('rule_severities') -%}
    {%- do check_rule_severities(overrides) -%}
    {%- set found = [] -%}
    {%- for rule in rule_book() if feed in rule.feeds -%}
        {%- do rule.update({
            'severity': overrides.get(feed ~ '.' ~ rule.name, overrides.get(rule.name, rule.severity)),
            'when': rule.when
                .replace('__future__', add_days('ingest_date', var('future_days')))
                .replace('__late__', add_days('ingest_date', -var('late_days')))
                .replace('__max_duration_ms__', var('max_duration_ms') | string)
                .replace('__max_amount__', var('max_amount') | string),
        }) -%}
        {%- do found.append(rule) -%}
    {%- endfor -%}
    {{ return(found) }}
{% endmacro %}
