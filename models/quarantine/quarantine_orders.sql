with lines as (
    {{ lines_not_clean('orders') | indent(4) }}
),

{{ check_lines('orders') }}

select
    ingest_date,

    -- lineage
    source_file,
    line_number,
    raw_line,

    -- as received
    {{ received_texts('orders') | indent(4) }}

    -- why
    {{ broken_rules('orders', 'reject') | indent(4) }} as reject_reason,
    {{ broken_rules('orders', 'warn') | indent(4) }} as warnings,
from checked
