with lines as (
    select * from {{ ref('stg_orders') }} where not is_clean
),

{{ received_texts('orders') }}

select
    ingest_date,

    -- lineage
    source_file,
    line_number,
    raw_line,

    -- as received
    {%- for column in feed_columns('orders') %}
    {{ column }}_raw{{ ' as ' ~ column if column != 'ingest_date' }},
    {%- endfor %}

    -- why
    reject_reason,
    warnings,

    -- what was decided about it
    corrected_line is not null as corrected,
    is_waived as waived,
from received
