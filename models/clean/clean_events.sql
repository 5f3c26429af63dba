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
    warnings,

    -- lineage
    source_file,
    line_number,

    -- what was decided about it
    corrected_line is not null as corrected,
    case when corrected_line is not null then raw_line end as received_line,
from {{ ref('stg_events') }}
where is_clean
