{#
  The CTE `earlier_builds` from `states`: per date, in what state the dates before it were built.
  A date that was built while one of them was stale or unfinished has to be built again after it.
#}
{% macro earlier_builds() -%}
    earlier_builds as (
        select
            ingest_date,
            coalesce(cast(
                sum({{ row_fingerprint(['ingest_date', 'state']) }}) over (
                    order by ingest_date rows between unbounded preceding and 1 preceding
                )
            as varchar), '') as earlier_builds,
        from states
    )
{%- endmacro %}

{# What a date was built from, as far as later dates depend on it and its received lines don't tell. #}
{% macro build_state(known_customers, begun) -%}
    case when {{ begun }} is null then {{ known_customers }} else 'unfinished' end
{%- endmacro %}
