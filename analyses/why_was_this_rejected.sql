-- Why was this line rejected? As it was received, its values as they were read, its reasons, and the line
-- that stays instead where it repeats another one.
-- Edit the file and line number, then `dbt compile --select why_was_this_rejected` and run what it prints.
select
    lines.*,
    duplicates.winner_ingest_date,
    duplicates.winner_source_file,
    duplicates.winner_line_number,
from {{ ref('stg_events') }} as lines
left join {{ ref('int_events_duplicates') }} as duplicates
    on
        lines.ingest_date = duplicates.ingest_date
        and lines.source_file = duplicates.source_file
        and lines.line_number = duplicates.line_number
where
    lines.source_file = 'ingest_date=2025-12-10/events_raw.csv'
    and lines.line_number = 13
