{# How many rules of that severity a row breaks; `except` leaves rules out. #}
{% macro broken_rule_count(feed, severity, except=[]) -%}
    (
        {%- for rule in rules(feed) if rule.severity == severity and rule.name not in except and not rule.implied %}
        {{ '+ ' if not loop.first }}case when {{ rule.when }} then 1 else 0 end
        {%- else %}
        0
        {%- endfor %}
    )
{%- endmacro %}
