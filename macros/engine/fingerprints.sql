{# A fingerprint of the lines of a group, the same in any order of them. #}
{% macro lines_fingerprint(line, is_utf8) %}{{ return(adapter.dispatch('lines_fingerprint')(line, is_utf8)) }}{% endmacro %}

{% macro duckdb__lines_fingerprint(line, is_utf8) -%}
    sum(cast(case when {{ is_utf8 }} then hash({{ line }}) else hash({{ line }}, false) end as hugeint))
{%- endmacro %}

{# A fingerprint of one row's values. #}
{% macro row_fingerprint(columns) %}{{ return(adapter.dispatch('row_fingerprint')(columns)) }}{% endmacro %}

{% macro duckdb__row_fingerprint(columns) %}{{ return('cast(hash(' ~ columns | join(', ') ~ ') as hugeint)') }}{% endmacro %}
