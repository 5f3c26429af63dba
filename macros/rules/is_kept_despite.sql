{# True for a clean row that broke one of these rules, made a warning by choice; false without reading the row when none is. #}
{% macro is_kept_despite(feed, names) -%}
    {%- set flags = [] -%}
    {%- for rule in rules(feed) if rule.name in names and rule.severity == 'warn' -%}
        {%- do flags.append(list_has('warnings', sql_text(rule.name))) -%}
    {%- endfor -%}
    {{ return('(' ~ (flags or ['false']) | join(' or ') ~ ')') }}
{%- endmacro %}
