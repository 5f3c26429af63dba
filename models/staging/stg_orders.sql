{{ config(post_hook=after_commit("{{ drop_lines('orders') }}")) }}

select
    ingest_date,

    -- lineage
    source_file,
    line_number,

    -- as received
    raw_line,
    flaw,
from {{ numbered_lines('orders') }}
