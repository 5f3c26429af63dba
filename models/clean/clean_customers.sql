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
    warnings,

    -- lineage
    source_file,
    line_number,

    -- what was decided about it
    corrected_line is not null as corrected,
    case when corrected_line is not null then raw_line end as received_line,
from {{ ref('stg_customers') }}
where is_clean
