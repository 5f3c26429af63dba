{#
  A subquery of one fingerprint per date of what a feed received but for ingest_date, for the dates in the
  CTE `pairs` alone: two days with as many lines each are rare, so this is computed when needed. Lines are
  compared by their values, however they were spelled; malformed ones by their text.
#}
{% macro content_fingerprints(feed) -%}
    {%- set values = {
        'customers': ['customer_id', 'email', 'created_at_utc', 'country', 'status'],
        'events': ['event_id', 'customer_id', 'session_id', 'event_time_utc', 'event_type', 'platform', 'duration_ms'],
        'orders': ['order_id', 'customer_id', 'order_time_utc', 'received_amount', 'currency', 'status'],
    }[feed] -%}
    select * from (
        with compared as (
            select ingest_date from pairs where dataset = {{ sql_text(feed) }}
            union
            select previous_ingest_date from pairs where dataset = {{ sql_text(feed) }}
        )

        select
            lines.ingest_date,
            {{ sql_text(feed) }} as dataset,
            sum(
                case
                    when lines.is_malformed then {{ row_fingerprint(['lines.raw_line']) }}
                    else {{ row_fingerprint(values) }}
                end
            ) as fingerprint,
        from {{ ref('stg_' ~ feed) }} as lines
        inner join compared on lines.ingest_date = compared.ingest_date
        group by lines.ingest_date
    )
{%- endmacro %}
