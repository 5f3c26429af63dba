{# True when a row breaks any rule of that severity; `except` leaves rules out. Never NULL. #}
{% macro any_rule_broken(feed, severity='reject', except=[]) -%}
    coalesce(
        {%- for rule in rules(feed) if rule.severity == severity and rule.name not in except and not rule.implied %}
        {{ 'or ' if not loop.first }}({{ rule.when }})
        {%- else %}
        false
        {%- endfor %},
        false
    )
{%- endmacro %}
