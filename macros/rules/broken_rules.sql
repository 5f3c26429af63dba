{#
  The names of the rules of that severity which a row breaks, in rule-book order. `is_any` tells whether
  there are any: most rows break none, and need no list to be put together.
  A line that is malformed or lacks a column has that as its only reason, and no warning.
#}
{% macro broken_rules(feed, severity, is_any='true') -%}
    {%- set names = [] -%}
    {%- for rule in rules(feed) if rule.severity == severity and rule.name not in ['line_malformed', 'column_missing'] -%}
        {%- do names.append("case when " ~ rule.when ~ " then '" ~ rule.name ~ "' end") -%}
    {%- endfor -%}
    case
        when not {{ is_any }} then {{ text_list([]) }}
        when is_column_missing then {{ text_list(['column_missing'] if severity == 'reject' else []) }}
        when is_malformed then {{ text_list(['line_malformed'] if severity == 'reject' else []) }}
        else {{ list_of_present(names) }}
    end
{%- endmacro %}
