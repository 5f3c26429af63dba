{# True when a list of rules names one that a value of these categories is unknown. #}
{% macro has_unknown(categories, rules) -%}
    (
        {%- for column in categories %}
        {{ 'or ' if not loop.first }}{{ list_has(rules, sql_text(column ~ '_unknown')) }}
        {%- else %}
        false
        {%- endfor %}
    )
{%- endmacro %}
