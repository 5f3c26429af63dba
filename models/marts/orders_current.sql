{{ config(materialized='view') }}

with statuses as (
    select
        *,
        row_number() over (
            partition by order_id
            order by ingest_date desc, order_time_utc desc, source_file desc, line_number desc
        ) as age,
    from {{ ref('clean_orders') }}
)

select
    order_id,
    customer_id,
    order_time_utc,
    amount,
    signed_amount,
    currency,
    status,
    warnings,
    ingest_date,
    source_file,
    line_number,
from statuses
where age = 1
