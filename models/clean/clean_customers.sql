with lines as (
    select * from {{ run_lines('customers') }}
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
    {{ broken_rules('customers', 'warn', 'is_warned') | indent(4) }} as warnings,

    -- lineage
    source_file,
    line_number,
    ingest_date_value is not null as names_its_date,

    -- what was decided about it
    is_corrected as corrected,
    case when is_corrected then raw_line end as received_line,
from checked
where not is_rejected
