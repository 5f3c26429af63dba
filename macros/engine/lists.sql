{# Texts as an SQL list of text. #}
{% macro text_list(texts) -%}
    {{ return(adapter.dispatch('typed_text_list')(sql_texts(texts))) }}
{%- endmacro %}

{% macro duckdb__typed_text_list(literals) %}{{ return('cast([' ~ literals ~ '] as varchar[])') }}{% endmacro %}

{% macro spark__typed_text_list(literals) %}{{ return('cast(array(' ~ literals ~ ') as array<string>)') }}{% endmacro %}

{# A list of SQL expressions of one type. #}
{% macro list_of(values) %}{{ return(adapter.dispatch('list_of')(values)) }}{% endmacro %}

{% macro duckdb__list_of(values) %}{{ return('[' ~ values | join(', ') ~ ']') }}{% endmacro %}

{% macro spark__list_of(values) %}{{ return('array(' ~ values | join(', ') ~ ')') }}{% endmacro %}

{# How many elements a list has. #}
{% macro list_length(list) %}{{ return(adapter.dispatch('list_length')(list)) }}{% endmacro %}

{% macro duckdb__list_length(list) %}{{ return('len(' ~ list ~ ')') }}{% endmacro %}

{% macro spark__list_length(list) %}{{ return('array_size(' ~ list ~ ')') }}{% endmacro %}

{# The n-th element of a list, counted from 1; NULL when there is none. #}
{% macro nth(list, n) %}{{ return(adapter.dispatch('nth')(list, n)) }}{% endmacro %}

{% macro duckdb__nth(list, n) %}{{ return(list ~ '[' ~ n ~ ']') }}{% endmacro %}

{% macro spark__nth(list, n) %}{{ return('get(' ~ list ~ ', ' ~ n ~ ' - 1)') }}{% endmacro %}

{# The texts of a list that are not NULL, in order. #}
{% macro list_of_present(texts) %}{{ return(adapter.dispatch('list_of_present')(texts)) }}{% endmacro %}

{% macro duckdb__list_of_present(texts) -%}
    list_filter(cast([{{ texts | join(', ') }}] as varchar[]), lambda text: text is not null)
{%- endmacro %}

{% macro spark__list_of_present(texts) %}{{ return('array_compact(cast(array(' ~ texts | join(', ') ~ ') as array<string>))') }}{% endmacro %}

{# True when a list holds a value. #}
{% macro list_has(list, value) %}{{ return('array_contains(' ~ list ~ ', ' ~ value ~ ')') }}{% endmacro %}

{# A list of what an expression makes of each element of a list; it calls that `name`. #}
{% macro transformed(list, name, expression) %}{{ return(adapter.dispatch('transformed')(list, name, expression)) }}{% endmacro %}

{% macro duckdb__transformed(list, name, expression) %}{{ return('list_transform(' ~ list ~ ', lambda ' ~ name ~ ': ' ~ expression ~ ')') }}{% endmacro %}

{% macro spark__transformed(list, name, expression) %}{{ return('transform(' ~ list ~ ', ' ~ name ~ ' -> ' ~ expression ~ ')') }}{% endmacro %}

{# The elements of a list for which a condition is true; it calls each of them `name`. #}
{% macro filtered(list, name, condition) %}{{ return(adapter.dispatch('filtered')(list, name, condition)) }}{% endmacro %}

{% macro duckdb__filtered(list, name, condition) %}{{ return('list_filter(' ~ list ~ ', lambda ' ~ name ~ ': ' ~ condition ~ ')') }}{% endmacro %}

{% macro spark__filtered(list, name, condition) %}{{ return('filter(' ~ list ~ ', ' ~ name ~ ' -> ' ~ condition ~ ')') }}{% endmacro %}

{# The parts of a text between delimiters, each one character. #}
{% macro split_text(text, delimiter) %}{{ return(adapter.dispatch('split_text')(text, delimiter)) }}{% endmacro %}

{% macro duckdb__split_text(text, delimiter) %}{{ return('str_split(' ~ text ~ ', ' ~ delimiter ~ ')') }}{% endmacro %}

{# split() takes a regular expression; a backslash makes the delimiter a character. #}
{% macro spark__split_text(text, delimiter) %}{{ return('split(' ~ text ~ ', chr(92) || ' ~ delimiter ~ ')') }}{% endmacro %}

{# Expressions as one value, by name. #}
{% macro record_of(members) %}{{ return(adapter.dispatch('record_of')(members)) }}{% endmacro %}

{% macro duckdb__record_of(members) -%}
    {{ '{' }}{% for name, value in members.items() %}'{{ name }}': {{ value }}{{ ', ' if not loop.last }}{% endfor %}{{ '}' }}
{%- endmacro %}

{% macro spark__record_of(members) -%}
    named_struct({% for name, value in members.items() %}'{{ name }}', {{ value }}{{ ', ' if not loop.last }}{% endfor %})
{%- endmacro %}

{# Two lists as one. #}
{% macro list_concat(first, second) %}{{ return(adapter.dispatch('list_concat')(first, second)) }}{% endmacro %}

{% macro duckdb__list_concat(first, second) %}{{ return('list_concat(' ~ first ~ ', ' ~ second ~ ')') }}{% endmacro %}

{% macro spark__list_concat(first, second) %}{{ return('concat(' ~ first ~ ', ' ~ second ~ ')') }}{% endmacro %}

{# A row for each element of a list. #}
{% macro unnested(list) %}{{ return(adapter.dispatch('unnested')(list)) }}{% endmacro %}

{% macro duckdb__unnested(list) %}{{ return('unnest(' ~ list ~ ')') }}{% endmacro %}

{% macro spark__unnested(list) %}{{ return('explode(' ~ list ~ ')') }}{% endmacro %}

{# The elements of a list as one text. #}
{% macro joined_list(list, separator) %}{{ return(adapter.dispatch('joined_list')(list, separator)) }}{% endmacro %}

{% macro duckdb__joined_list(list, separator) %}{{ return("array_to_string(" ~ list ~ ", " ~ sql_text(separator) ~ ")") }}{% endmacro %}

{% macro spark__joined_list(list, separator) %}{{ return('array_join(' ~ list ~ ', ' ~ sql_text(separator) ~ ')') }}{% endmacro %}

{# Aggregates values into a list, in an order. #}
{% macro collected(value, order) %}{{ return(adapter.dispatch('collected')(value, order)) }}{% endmacro %}

{% macro duckdb__collected(value, order) %}{{ return('list(' ~ value ~ ' order by ' ~ order ~ ')') }}{% endmacro %}

{% macro spark__collected(value, order) -%}
    transform(array_sort(collect_list(named_struct('place', {{ order }}, 'value', {{ value }}))), item -> item.value)
{%- endmacro %}

{# The same without the values that are NULL; an empty list when all are. #}
{% macro collected_present(value, order) %}{{ return(adapter.dispatch('collected_present')(value, order)) }}{% endmacro %}

{% macro duckdb__collected_present(value, order) -%}
    coalesce(list({{ value }} order by {{ order }}) filter ({{ value }} is not null), [])
{%- endmacro %}

{% macro spark__collected_present(value, order) -%}
    transform(
        array_sort(collect_list(case when {{ value }} is not null then named_struct('place', {{ order }}, 'value', {{ value }}) end)),
        item -> item.value
    )
{%- endmacro %}

{# Aggregates texts into one, comma-separated, in an order. #}
{% macro collected_text(text, order) %}{{ return(adapter.dispatch('collected_text')(text, order)) }}{% endmacro %}

{% macro duckdb__collected_text(text, order) %}{{ return("string_agg(" ~ text ~ ", ', ' order by " ~ order ~ ")") }}{% endmacro %}

{% macro spark__collected_text(text, order) %}{{ return("listagg(" ~ text ~ ", ', ') within group (order by " ~ order ~ ")") }}{% endmacro %}

{# The texts of the rows of a window, comma-separated, in the window's order. #}
{% macro windowed_text(text, window) %}{{ return(adapter.dispatch('windowed_text')(text, window)) }}{% endmacro %}

{% macro duckdb__windowed_text(text, window) %}{{ return("string_agg(" ~ text ~ ", ', ') over " ~ window) }}{% endmacro %}

{% macro spark__windowed_text(text, window) %}{{ return("array_join(collect_list(" ~ text ~ ") over " ~ window ~ ", ', ')") }}{% endmacro %}

{# A list of texts made so long by empty ones. #}
{% macro padded_list(list, length) %}{{ return(adapter.dispatch('padded_list')(list, length)) }}{% endmacro %}

{% macro duckdb__padded_list(list, length) %}{{ return("list_resize(" ~ list ~ ", " ~ length ~ ", '')") }}{% endmacro %}

{% macro spark__padded_list(list, length) -%}
    concat({{ list }}, array_repeat('', cast({{ length }} - size({{ list }}) as int)))
{%- endmacro %}
