{{ config(pre_hook=before_begin("{{ read_lines('customers') }}"), post_hook=after_commit("{{ drop_lines('customers') }}")) }}

with lines as (
    select * from {{ data_lines('customers') }}
),

{{ received_lines('customers') }}

select
    ingest_date,

    -- lineage
    source_file,
    line_number,

    -- as received
    raw_line,
    is_utf8,

    -- to find repeated ids without reading the line again
    {{ key_hash(value('customer_id')) | indent(4) }} as id_hash,
from received
