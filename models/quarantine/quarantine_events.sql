with lines as (
    {{ lines_not_clean('events') | indent(4) }}
),

{{ check_lines('events') }}

select
    ingest_date,

    -- lineage
    source_file,
    line_number,
    raw_line,

    -- as received
    {{ received_texts('events') | indent(4) }}

    -- why
    {{ broken_rules('events', 'reject') | indent(4) }} as reject_reason,
    {{ broken_rules('events', 'warn') | indent(4) }} as warnings,
from checked
