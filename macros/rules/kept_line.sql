{#
  The received line where it says more than the values read from it: where it breaks any rule, but for a
  missing value, and where it was corrected. Of the other lines, the raw file has the text.
#}
{% macro kept_line(feed) -%}
    {%- set telling = ['is_rejected'] -%}
    {%- for rule in rules(feed) if rule.severity == 'warn' and not rule.name.endswith('_missing') -%}
        {%- do telling.append(rule.when) -%}
    {%- endfor -%}
    case{{ ' when received_line is not null then received_line' if has_corrections(feed) }} when {{ telling | join(' or ') }} then raw_line end
{%- endmacro %}
