{{ config(pre_hook="{{ read_lines('customers') }}", post_hook="{{ drop_lines('customers') }}") }}

select
    ingest_date,

    -- lineage
    source_file,
    line_number,

    -- as received
    raw_line,
    is_utf8,
from {{ data_lines('customers') }}
