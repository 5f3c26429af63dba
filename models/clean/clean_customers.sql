with lines as (
    select * from {{ run_lines('customers') }}
),

{{ parse('customers') }},

{{ check_lines('customers') }}

select
    ingest_date,

    -- ids
    customer_id,

    -- what we know about the customer
    email,
    created_at_utc,
    coalesce(country, 'unknown') as country,
    coalesce(status, 'unknown') as status,

    {{ common_columns('customers') | indent(4) }}
from checked
where not is_rejected
