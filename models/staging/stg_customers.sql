{{ config(post_hook=after_commit("{{ drop_lines('customers') }}")) }}

select
    ingest_date,

    -- lineage
    source_file,
    line_number,

    -- as received
    raw_line,
    flaw,
from {{ numbered_lines('customers') }}
