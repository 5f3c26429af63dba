{# A fingerprint of the lines of a group, the same in any order of them. #}
{% macro lines_fingerprint(line) %}{{ return(adapter.dispatch('lines_fingerprint')(line)) }}{% endmacro %}

{% macro duckdb__lines_fingerprint(line) %}{{ return("cast(sum(cast(hash(" ~ line ~ ") as hugeint)) as varchar)") }}{% endmacro %}

{# A fingerprint of one row's values. #}
{% macro row_fingerprint(columns) %}{{ return(adapter.dispatch('row_fingerprint')(columns)) }}{% endmacro %}

{% macro duckdb__row_fingerprint(columns) %}{{ return('cast(hash(' ~ columns | join(', ') ~ ') as hugeint)') }}{% endmacro %}
