{{ config(materialized='view') }}

with arrivals as (
    select
        *,
        {{ superseded_by('orders') | indent(8) }} as superseded_by,
    from {{ ref('clean_orders') }}
),

statuses as (
    select
        *,
        row_number() over (
            partition by order_id
            order by
                order_time_utc desc,
                case {{ named_value('order_status', 'status', 'sign') }} when -1 then 3 when 1 then 2 else 1 end desc,
                ingest_date desc, source_file desc, line_number desc
        ) as age,
    from arrivals
    where superseded_by is null
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
