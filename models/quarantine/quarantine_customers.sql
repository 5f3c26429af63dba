with lines as (
    {{ lines_not_in_clean('customers') | indent(4) }}
),

{{ check_lines('customers') }}

select
    ingest_date,

    -- lineage
    source_file,
    line_number,
    raw_line,

    -- as received
    {{ received_columns('customers') | indent(4) }}

    -- as read
    {{ read_columns('customers') | indent(4) }}

    -- why
    {{ broken_rules('customers', 'reject', 'is_rejected') | indent(4) }} as reject_reason,
    {{ broken_rules('customers', 'warn', 'is_warned') | indent(4) }} as warnings,

    -- what was decided about it
    is_corrected as corrected,
    is_waived as waived,
from checked
