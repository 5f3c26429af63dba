with lines as (
    select * from {{ run_lines('events') }}
),

{{ parse('events') }},

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

    {{ common_columns('events') | indent(4) }}
from checked
where not is_rejected
