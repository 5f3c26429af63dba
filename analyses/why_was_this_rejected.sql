-- Why was this line rejected? All its values as they were read, its reasons, and the line that stays instead.
-- Edit the file and line number, then `dbt compile --select why_was_this_rejected` and run what it prints.
select
    quarantine.reject_reason,
    quarantine.warnings,
    parsed.*,
    duplicates.winner_source_file,
    duplicates.winner_line_number,
from {{ ref('quarantine_events') }} as quarantine
inner join {{ ref('int_events_parsed') }} as parsed
    on
        quarantine.ingest_date = parsed.ingest_date
        and quarantine.source_file = parsed.source_file
        and quarantine.line_number = parsed.line_number
left join {{ ref('int_events_duplicates') }} as duplicates
    on
        quarantine.ingest_date = duplicates.ingest_date
        and quarantine.source_file = duplicates.source_file
        and quarantine.line_number = duplicates.line_number
where
    quarantine.source_file = 'ingest_date=2025-12-10/events_raw.csv'
    and quarantine.line_number = 13
