with lines as (
    select * from {{ ref('stg_events') }} where {{ in_run_dates() }}
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
    {{ whole_number('duration_ms') }} as duration_ms,

    -- quality
    {{ broken_rules('events', 'warn') | indent(4) }} as warnings,

    -- lineage
    source_file,
    line_number,
from checked
where not {{ any_rule_broken('events') | indent(4) }}
