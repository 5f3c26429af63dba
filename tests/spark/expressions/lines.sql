select
    n,
    {%- for name, delimiter in {'comma': "','", 'semicolon': "';'", 'tab': 'chr(9)', 'bar': "'|'"}.items() %}
    {{ split_fields('text', delimiter) }} as {{ name }}_fields,
    {{ nth(split_fields('text', delimiter), 2) }} as {{ name }}_second,
    {{ list_length(split_fields('text', delimiter)) }} as {{ name }}_length,
    case when {{ split_fields('text', delimiter) }} is not null and contains(text, {{ delimiter }})
        then {{ one_field('text', delimiter, 1) }} end as {{ name }}_one,
    {{ has_odd_blanks('text', delimiter) }} as {{ name }}_odd,
    {%- endfor %}
from lines
