{#
  What is wrong with the rule book, a sentence each: rules of feeds that the feed book lacks, of no severity, of the same
  name in a feed, and such as look at what the columns of their feed don't give, since a column of another kind or
  vocabulary has other steps.
#}
{% macro rule_book_faults() %}
    {%- set faults, book = [], rule_book() -%}
    {%- set of_steps = '\\b(?:received_\\w+|has_other_\\w+|is_\\w+_ambiguous|\\w+_(?:value|utc|outward|sign|currency))\\b' -%}
    {%- for rule in book -%}
        {%- if rule.severity not in ['reject', 'warn'] -%}
            {%- do faults.append('The rule ' ~ rule.name ~ ' must have the severity reject or warn, not ' ~ shown(rule.severity) ~ '.') -%}
        {%- endif -%}
        {%- for feed in rule.get('feeds', []) if feed not in feeds() -%}
            {%- do faults.append('feeds lacks ' ~ feed ~ ', which has the rule ' ~ rule.name ~ '.') -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- for feed in feeds() -%}
        {%- set given, names = names_given(feed), [] -%}
        {%- for rule in book if feed in rule.get('feeds', [feed]) -%}
            {%- if rule.name in names %}{% do faults.append('Two rules of ' ~ feed ~ ' are called ' ~ rule.name ~ '.') %}{% endif -%}
            {%- do names.append(rule.name) -%}
            {%- for name in modules.re.findall(of_steps, rule.when) | unique if name not in given -%}
                {%- do faults.append('feeds: ' ~ feed ~ '.columns: the rule ' ~ rule.name ~ ' needs ' ~ name ~ ', which no column of such a kind gives.') -%}
            {%- endfor -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(faults) }}
{% endmacro %}
