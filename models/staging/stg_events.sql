with lines as (
    select * from {{ data_lines('events') }}
),

{{ check_lines('events') }}

select
    ingest_date,

    -- lineage
    source_file,
    line_number,
    {{ kept_line('events') | indent(4) }} as raw_line,
    corrected_line,

    -- ids: NULL when missing
    event_id,
    customer_id,
    session_id,

    -- values: NULL when missing, invalid or unknown
    event_time_utc,
    event_type,
    platform,
    duration_ms,

    -- quality
    not is_rejected as is_clean,
    is_waived,
    is_malformed,
    ingest_date_value is null and not is_malformed and not is_column_missing as is_ingest_date_missing,
    {{ broken_rules('events', 'reject', 'is_rejected') | indent(4) }} as reject_reason,
    {{ broken_rules('events', 'warn', 'is_warned') | indent(4) }} as warnings,
from checked
