with lines as (
    select * from {{ data_lines('customers') }}
),

{{ check_lines('customers') }}

select
    ingest_date,

    -- lineage
    source_file,
    line_number,
    {{ kept_line('customers') | indent(4) }} as raw_line,
    corrected_line,

    -- ids: NULL when missing
    customer_id,

    -- values: NULL when missing, invalid or unknown
    email,
    created_at_utc,
    country,
    status,

    -- quality
    not is_rejected as is_clean,
    is_waived,
    is_malformed,
    ingest_date_value is null and not is_malformed and not is_column_missing as is_ingest_date_missing,
    {{ broken_rules('customers', 'reject', 'is_rejected') | indent(4) }} as reject_reason,
    {{ broken_rules('customers', 'warn', 'is_warned') | indent(4) }} as warnings,
from checked
