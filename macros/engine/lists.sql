{# Texts as an SQL list of text. #}
{% macro text_list(texts) -%}
    {%- set literals = sql_texts(texts) -%}
    {{ return(by_engine(duckdb='cast([' ~ literals ~ '] as varchar[])', spark='cast(array(' ~ literals ~ ') as array<string>)')) }}
{%- endmacro %}

{# A list of SQL expressions of one type. #}
{% macro list_of(values) %}
    {%- set written = values | join(', ') -%}
    {{ return(by_engine(duckdb='[' ~ written ~ ']', spark='array(' ~ written ~ ')')) }}
{% endmacro %}

{# How many elements a list has. #}
{% macro list_length(list) %}{{ return(by_engine(duckdb='len(' ~ list ~ ')', spark='array_size(' ~ list ~ ')')) }}{% endmacro %}

{# The n-th element of a list, counted from 1; NULL when there is none. #}
{% macro nth(list, n) %}{{ return(by_engine(duckdb=list ~ '[' ~ n ~ ']', spark='get(' ~ list ~ ', ' ~ n ~ ' - 1)')) }}{% endmacro %}

{# The texts of a list that are not NULL, in order. #}
{% macro list_of_present(texts) %}
    {%- set written = texts | join(', ') -%}
    {{ return(by_engine(
        duckdb='list_filter(cast([' ~ written ~ '] as varchar[]), lambda text: text is not null)',
        spark='array_compact(cast(array(' ~ written ~ ') as array<string>))',
    )) }}
{% endmacro %}

{# True when a list holds a value. #}
{% macro list_has(list, value) %}{{ return('array_contains(' ~ list ~ ', ' ~ value ~ ')') }}{% endmacro %}

{# A list of what an expression makes of each element of a list; it calls that `name`. #}
{% macro transformed(list, name, expression) %}
    {{ return(by_engine(
        duckdb='list_transform(' ~ list ~ ', lambda ' ~ name ~ ': ' ~ expression ~ ')',
        spark='transform(' ~ list ~ ', ' ~ name ~ ' -> ' ~ expression ~ ')',
    )) }}
{% endmacro %}

{# The elements of a list for which a condition is true; it calls each of them `name`. #}
{% macro filtered(list, name, condition) %}
    {{ return(by_engine(
        duckdb='list_filter(' ~ list ~ ', lambda ' ~ name ~ ': ' ~ condition ~ ')',
        spark='filter(' ~ list ~ ', ' ~ name ~ ' -> ' ~ condition ~ ')',
    )) }}
{% endmacro %}

{# The parts of a text between delimiters, each one character. split() takes a regular expression; a backslash makes the delimiter a character. #}
{% macro split_text(text, delimiter) %}
    {{ return(by_engine(
        duckdb='str_split(' ~ text ~ ', ' ~ delimiter ~ ')',
        spark='split(' ~ text ~ ', chr(92) || ' ~ delimiter ~ ')',
    )) }}
{% endmacro %}

{# Expressions as one value, by name. #}
{% macro record_of(members) %}{{ return(adapter.dispatch('record_of')(members)) }}{% endmacro %}

{% macro duckdb__record_of(members) -%}
    {{ '{' }}{% for name, value in members.items() %}'{{ name }}': {{ value }}{{ ', ' if not loop.last }}{% endfor %}{{ '}' }}
{%- endmacro %}

{% macro spark__record_of(members) -%}
    named_struct({% for name, value in members.items() %}'{{ name }}', {{ value }}{{ ', ' if not loop.last }}{% endfor %})
{%- endmacro %}

{# Two lists as one. #}
{% macro list_concat(first, second) %}
    {{ return(by_engine(
        duckdb='list_concat(' ~ first ~ ', ' ~ second ~ ')',
        spark='concat(' ~ first ~ ', ' ~ second ~ ')',
    )) }}
{% endmacro %}

{# A row for each element of a list. #}
{% macro unnested(list) %}{{ return(by_engine(duckdb='unnest(' ~ list ~ ')', spark='explode(' ~ list ~ ')')) }}{% endmacro %}

{# The elements of a list as one text. #}
{% macro joined_list(list, separator) %}
    {{ return(by_engine(
        duckdb='array_to_string(' ~ list ~ ', ' ~ sql_text(separator) ~ ')',
        spark='array_join(' ~ list ~ ', ' ~ sql_text(separator) ~ ')',
    )) }}
{% endmacro %}

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
{% macro collected_text(text, order) %}
    {{ return(by_engine(
        duckdb="string_agg(" ~ text ~ ", ', ' order by " ~ order ~ ")",
        spark="listagg(" ~ text ~ ", ', ') within group (order by " ~ order ~ ")",
    )) }}
{% endmacro %}

{# The texts of the rows of a window, comma-separated, in the window's order. #}
{% macro windowed_text(text, window) %}
    {{ return(by_engine(
        duckdb="string_agg(" ~ text ~ ", ', ') over " ~ window,
        spark="array_join(collect_list(" ~ text ~ ") over " ~ window ~ ", ', ')",
    )) }}
{% endmacro %}

{# A list of texts made so long by empty ones. #}
{% macro padded_list(list, length) %}
    {{ return(by_engine(
        duckdb='list_resize(' ~ list ~ ', ' ~ length ~ ", '')",
        spark='concat(' ~ list ~ ", array_repeat('', cast(" ~ length ~ ' - size(' ~ list ~ ') as int)))',
    )) }}
{% endmacro %}
