{# Raises a compile error for what the variable rule_severities can't ask for. #}
{% macro check_rule_severities(overrides) %}
    {%- for key, severity in overrides.items() -%}
        {%- set named = [] -%}
        {%- for rule in rule_book() -%}
            {%- for feed in rule.get('feeds', feeds()) if key in [rule.name, feed ~ '.' ~ rule.name] -%}
                {%- do named.append(rule) -%}
            {%- endfor -%}
        {%- endfor -%}
        {%- if not named -%}
            {{ exceptions.raise_compiler_error("rule_severities: no rule is called '" ~ key ~ "'.") }}
        {%- elif severity not in ['reject', 'warn'] -%}
            {{ exceptions.raise_compiler_error("rule_severities: " ~ key ~ " must be reject or warn, not '" ~ severity ~ "'.") }}
        {%- elif severity == 'warn' and named | selectattr('fixed', 'defined') | list -%}
            {{ exceptions.raise_compiler_error("rule_severities: " ~ key ~ " can't be a warning: such a row lacks its ids, its time or its fields.") }}
        {%- endif -%}
    {%- endfor -%}
{% endmacro %}
