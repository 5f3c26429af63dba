{#
  A subquery of one fingerprint per date of a feed's received values but ingest_date, for the dates in
  the CTE `pairs` alone: two days with as many lines each are rare, so this is computed when needed.
#}
{% macro content_fingerprints(feed) -%}
    {%- set columns = [] -%}
    {%- for column in feed_columns(feed) if column != 'ingest_date' %}{% do columns.append(column ~ '_raw') %}{% endfor -%}
    select * from (
        with compared as (
            select ingest_date from pairs where dataset = {{ sql_text(feed) }}
            union
            select previous_ingest_date from pairs where dataset = {{ sql_text(feed) }}
        ),

        lines as (
            select stg.* from {{ ref('stg_' ~ feed) }} as stg inner join compared using (ingest_date)
        ),

        {{ received_lines(feed) | indent(8) }}

        select
            ingest_date,
            {{ sql_text(feed) }} as dataset,
            sum(
                case
                    when is_malformed then {{ row_fingerprint(['raw_line']) }}
                    else {{ row_fingerprint(columns) }}
                end
            ) as fingerprint,
        from received
        group by ingest_date
    )
{%- endmacro %}
