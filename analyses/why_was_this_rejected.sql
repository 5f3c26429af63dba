-- Why was this line rejected? As it was received, its values as they were read, its reasons, and the line
-- that stays instead where it repeats another one.
-- dbt show --limit 100 --select why_was_this_rejected --vars '{feed: orders, file: ingest_date=2025-12-12/orders_raw.csv, line: 25}'
select
    lines.*,
    duplicates.winner_ingest_date,
    duplicates.winner_source_file,
    duplicates.winner_line_number,
from {{ ref('quarantine_' ~ var('feed', 'events')) }} as lines
left join {{ ref('int_' ~ var('feed', 'events') ~ '_duplicates') }} as duplicates
    on
        lines.ingest_date = duplicates.ingest_date
        and lines.source_file = duplicates.source_file
        and lines.line_number = duplicates.line_number
where
    lines.source_file = '{{ var("file", "ingest_date=2025-12-10/events_raw.csv") }}'
    and lines.line_number = {{ var("line", 13) }}
