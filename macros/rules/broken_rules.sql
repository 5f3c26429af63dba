{#
  The names of the rules of that severity which a row breaks, in rule-book order. `is_any` tells whether
  there are any: most rows break none, and need no list to be put together.
  A line that breaks one of sole_rules() has that as its only reason, and no warning.
#}
{% macro broken_rules(feed, severity, is_any='true') -%}
    {%- set names, sole = [], sole_rules(feed) -%}
    {%- for rule in rules(feed) if rule.severity == severity and rule.name not in sole -%}
        {%- do names.append("case when " ~ rule.when ~ " then '" ~ rule.name ~ "' end") -%}
    {%- endfor -%}
    case
        when not {{ is_any }} then {{ text_list([]) }}
        {%- for name, test in sole.items() %}
        when {{ test }} then {{ text_list([name] if severity == 'reject' else []) }}
        {%- endfor %}
        else {{ list_of_present(names) }}
    end
{%- endmacro %}

{# The rules after which nothing else is said of a line, and their tests: the first that it breaks is its only reason. #}
{% macro sole_rules(feed) %}
    {{ return({
        'column_missing': 'is_column_missing',
        'line_malformed': 'is_malformed',
        'header_repeated': names_its_columns(feed),
    }) }}
{% endmacro %}

{# True for a line whose id and time are the names of these columns, its own or others: a header. #}
{% macro names_its_columns(feed) -%}
    {%- set tests, others = [], columns_by_alias(feed) -%}
    {%- for column, value in {feed_setting(feed, 'id'): feed_setting(feed, 'id'), feed_setting(feed, 'time'): feed_setting(feed, 'time') ~ '_value'}.items() -%}
        {%- set names = [column] -%}
        {%- for name, of in others.items() if of == column %}{% do names.append(name) %}{% endfor -%}
        {%- do tests.append('lower(' ~ value ~ ') in (' ~ names_of(names) ~ ')') -%}
    {%- endfor -%}
    {{ return('(' ~ tests | join(' and ') ~ ')') }}
{%- endmacro %}
