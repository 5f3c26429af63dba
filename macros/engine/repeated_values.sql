{#
  A query for the values of a column that a relation has more than once, within a date where `by_date`. Of
  millions that are nearly all different DuckDB sorts faster than it groups.
#}
{% macro repeated_values(relation, column, by_date=false) -%}
    {{ return(adapter.dispatch('repeated_values')(relation, column, by_date)) }}
{%- endmacro %}

{% macro duckdb__repeated_values(relation, column, by_date) -%}
    select {{ column }}
    from (
        select
            {{ column }},
            lag({{ column }}) over ({{ 'partition by ingest_date ' if by_date }}order by {{ column }}) as previous,
        from {{ relation }}
    )
    where {{ column }} = previous
{%- endmacro %}

{% macro spark__repeated_values(relation, column, by_date) -%}
    select {{ column }}
    from {{ relation }}
    group by {{ column }}{{ ', ingest_date' if by_date }}
    having count({{ column }}) > 1
{%- endmacro %}
