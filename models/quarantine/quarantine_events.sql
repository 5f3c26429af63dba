with lines as (
    select * from {{ ref('stg_events') }} where not is_clean
),

{{ received_texts('events') }}

select
    ingest_date,

    -- lineage
    source_file,
    line_number,
    raw_line,

    -- as received
    {%- for column in feed_columns('events') %}
    {{ column }}_raw{{ ' as ' ~ column if column != 'ingest_date' }},
    {%- endfor %}

    -- why
    reject_reason,
    warnings,

    -- what was decided about it
    corrected_line is not null as corrected,
    is_waived as waived,
from received
