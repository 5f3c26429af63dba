{# A fingerprint of the lines of a group, the same in any order of them. #}
{% macro lines_fingerprint(line, is_whole) %}{{ return(adapter.dispatch('lines_fingerprint')(line, is_whole)) }}{% endmacro %}

{% macro duckdb__lines_fingerprint(line, is_whole) -%}
    sum(cast(case when {{ is_whole }} then hash({{ line }}) else hash({{ line }}, false) end as hugeint))
{%- endmacro %}

{% macro spark__lines_fingerprint(line, is_whole) -%}
    sum(cast(case when {{ is_whole }} then xxhash64({{ line }}) else xxhash64({{ line }}, false) end as decimal(38, 0)))
{%- endmacro %}

{# A fingerprint of one row's values. #}
{% macro row_fingerprint(columns) %}{{ return(adapter.dispatch('row_fingerprint')(columns)) }}{% endmacro %}

{% macro duckdb__row_fingerprint(columns) %}{{ return('cast(hash(' ~ columns | join(', ') ~ ') as hugeint)') }}{% endmacro %}

{# xxhash64() passes over NULL, hence what tells (NULL, 'a') from ('a', NULL). #}
{% macro spark__row_fingerprint(columns) -%}
    cast(xxhash64({% for column in columns %}{{ column }}, {{ column }} is null{{ ', ' if not loop.last }}{% endfor %}) as decimal(38, 0))
{%- endmacro %}
