select
    ingest_date,

    -- ids
    order_id,
    customer_id,

    -- what was ordered
    order_time_utc,
    cast(abs(received_amount) as decimal(18, 4)) as amount,
    cast(case status
        when 'paid' then abs(received_amount)
        when 'refunded' then -abs(received_amount)
        when 'chargeback' then -abs(received_amount)
        when 'failed' then 0
    end as decimal(18, 4)) as signed_amount,
    coalesce(currency, 'unknown') as currency,
    coalesce(status, 'unknown') as status,

    -- quality
    warnings,

    -- lineage
    source_file,
    line_number,

    -- what was decided about it
    corrected_line is not null as corrected,
    case when corrected_line is not null then raw_line end as received_line,
from {{ ref('stg_orders') }}
where is_clean
