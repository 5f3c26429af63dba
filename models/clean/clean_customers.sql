with lines as (
    select * from {{ ref('stg_customers') }} where {{ in_run_dates() }}
),

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

    -- quality
    {{ broken_rules('customers', 'warn') | indent(4) }} as warnings,

    -- lineage
    source_file,
    line_number,
from checked
where not {{ any_rule_broken('customers') | indent(4) }}
