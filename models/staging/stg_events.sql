{{ config(pre_hook=before_begin("{{ read_lines('events') }}"), post_hook=after_commit("{{ drop_lines('events') }}")) }}

with lines as (
    select * from {{ data_lines('events') }}
),

{{ received_lines('events') }}

select
    ingest_date,

    -- lineage
    source_file,
    line_number,

    -- as received
    raw_line,
    is_utf8,

    -- to find repeated ids without reading the line again
    {{ key_hash(value('event_id')) | indent(4) }} as id_hash,
from received
