{{ config(materialized='view') }}

{%- for feed in feeds() %}
{{ 'union all' if not loop.first }}
select
    dataset,
    ingest_date,
    source_file,
    line_number,
    id,
    superseded_by,
from (
    select
        {{ sql_text(feed) }} as dataset,
        ingest_date,
        source_file,
        line_number,
        {{ feed_setting(feed, 'id') }} as id,
        {{ superseded_by(feed) | indent(8) }} as superseded_by,
    from {{ ref('clean_' ~ feed) }}
)
where superseded_by is not null
{%- endfor %}
