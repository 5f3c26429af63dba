{# What is wrong with the other names of columns: each belongs to one column, and is no column's own name. #}
{% macro alias_faults(place, entry) %}
    {%- set faults, columns_of = [], {} -%}
    {%- set aliases = entry.get('aliases', {}) -%}
    {%- for column, names in (aliases.items() if is_lists_of_texts(aliases) else []) -%}
        {%- if column not in entry.columns -%}
            {%- do faults.append(place ~ '.aliases: no column is called ' ~ shown(column) ~ ', only ' ~ entry.columns | join(', ') ~ '.') -%}
        {%- endif -%}
        {%- for name in names -%}
            {%- set called = alias_key(name) -%}
            {%- if not called -%}
                {%- do faults.append(place ~ '.aliases: a name of ' ~ column ~ ' is empty.') -%}
            {%- elif called in entry.columns -%}
                {%- do faults.append(place ~ '.aliases: ' ~ shown(name) ~ ' can\'t be another name of ' ~ column ~ ', it is a column\'s own.') -%}
            {%- elif called in columns_of -%}
                {%- do faults.append(place ~ '.aliases: ' ~ shown(name) ~ ' must be said once, not of ' ~ columns_of[called] ~ ' and ' ~ column ~ '.') -%}
            {%- endif -%}
            {%- do columns_of.update({called: column}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(faults) }}
{% endmacro %}

{# An alias as a header's names are compared: trimmed, and in lower case, each character on its own. #}
{% macro alias_key(name) %}
    {%- set letters = [] -%}
    {%- for letter in modules.re.sub('^[ \t\v\f\r\u00a0]+|[ \t\v\f\r\u00a0]+$', '', name) -%}
        {%- do letters.append('i' if letter == 'İ' else letter.lower()) -%}
    {%- endfor -%}
    {{ return(letters | join) }}
{% endmacro %}

{# True for a mapping to lists of texts. #}
{% macro is_lists_of_texts(value) %}
    {%- if value is not mapping -%}{{ return(false) }}{%- endif -%}
    {%- for texts in value.values() if texts is string or texts is mapping or texts is not sequence or texts | reject('string') | list -%}
        {{ return(false) }}
    {%- endfor -%}
    {{ return(true) }}
{% endmacro %}
