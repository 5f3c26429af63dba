{# What rules look at that the columns of their feed don't give, a sentence each: a column of another kind or vocabulary has other steps. And the rules of feeds that the book lacks. #}
{% macro rule_column_faults() %}
    {%- set faults, book = [], rule_book() -%}
    {%- set of_steps = '\\b(?:received_\\w+|has_other_\\w+|is_\\w+_ambiguous|\\w+_(?:value|utc|outward|sign|currency))\\b' -%}
    {%- for rule in book -%}
        {%- for feed in rule.get('feeds', []) if feed not in feeds() -%}
            {%- do faults.append('feeds lacks ' ~ feed ~ ', which has the rule ' ~ rule.name ~ '.') -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- for feed in feeds() -%}
        {%- set given = names_given(feed) -%}
        {%- for rule in book if feed in rule.get('feeds', [feed]) -%}
            {%- for name in modules.re.findall(of_steps, rule.when) | unique if name not in given -%}
                {%- do faults.append('feeds: ' ~ feed ~ '.columns: the rule ' ~ rule.name ~ ' needs ' ~ name ~ ', which no column of such a kind gives.') -%}
            {%- endfor -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(faults) }}
{% endmacro %}
