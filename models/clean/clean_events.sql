with lines as (
    select * from {{ run_lines('events') }}
),

{{ check_lines('events') }}

select
    ingest_date,

    -- ids
    event_id,
    customer_id,

    -- what happened
    event_time_utc,
    coalesce(event_type, 'unknown') as event_type,
    coalesce(platform, 'unknown') as platform,
    session_id,
    duration_ms,

    -- quality
    {{ broken_rules('events', 'warn', 'is_warned') | indent(4) }} as warnings,

    -- lineage
    source_file,
    line_number,
    ingest_date_value is not null as names_its_date,

    -- what was decided about it
    is_corrected as corrected,
    case when is_corrected then raw_line end as received_line,
from checked
where not is_rejected
