with lines as (
    select * from {{ data_lines('orders') }}
),

{{ check_lines('orders') }}

select
    ingest_date,

    -- lineage
    source_file,
    line_number,
    {{ kept_line('orders') | indent(4) }} as raw_line,
    corrected_line,

    -- ids: NULL when missing
    order_id,
    customer_id,

    -- values: NULL when missing, invalid or unknown
    order_time_utc,
    received_amount,
    currency,
    status,

    -- quality
    not is_rejected as is_clean,
    is_waived,
    is_malformed,
    ingest_date_value is null and not is_malformed and not is_column_missing as is_ingest_date_missing,
    amount_value is null and not is_malformed and not is_column_missing as is_amount_missing,
    {{ broken_rules('orders', 'reject', 'is_rejected') | indent(4) }} as reject_reason,
    {{ broken_rules('orders', 'warn', 'is_warned') | indent(4) }} as warnings,
from checked
