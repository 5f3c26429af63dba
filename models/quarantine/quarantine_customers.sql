with lines as (
    {{ lines_not_clean('customers') | indent(4) }}
),

{{ check_lines('customers') }}

select
    ingest_date,

    -- lineage
    source_file,
    line_number,
    raw_line,

    -- as received
    {{ received_texts('customers') | indent(4) }}

    -- why
    {{ broken_rules('customers', 'reject') | indent(4) }} as reject_reason,
    {{ broken_rules('customers', 'warn') | indent(4) }} as warnings,
from checked
