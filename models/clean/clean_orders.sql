with lines as (
    select * from {{ run_lines('orders') }}
),

{{ parse('orders') }},

{{ check_lines('orders') }}

select
    ingest_date,

    -- ids
    order_id,
    customer_id,

    -- what was ordered
    order_time_utc,
    cast(abs(received_amount) as decimal(18, 4)) as amount,
    cast(case status_sign
        when 1 then abs(received_amount)
        when -1 then -abs(received_amount)
        when 0 then 0
    end as decimal(18, 4)) as signed_amount,
    coalesce(currency, 'unknown') as currency,
    coalesce(status, 'unknown') as status,

    {{ common_columns('orders') | indent(4) }}
from checked
where not is_rejected
