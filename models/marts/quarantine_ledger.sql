{{ config(meta={'reads_itself': true, 'has_lines': true}) }}

{%- set now = "cast('" ~ run_started_at.strftime('%Y-%m-%d %H:%M:%S') ~ "' as timestamp)" %}
with quarantined as (
    {%- for feed in feeds() %}
    {{ 'union all' if not loop.first }}
    select
        {{ row_id(feed, 'raw_line') }} as row_id,
        ingest_date,
        {{ sql_text(feed) }} as dataset,
        source_file,
        line_number,
        reject_reason,
        case when waived then 'waived' else 'open' end as status,
    from {{ ref('quarantine_' ~ feed) }}
    where {{ in_run_dates() }}
    {%- endfor %}
),

before as (
    {%- if is_incremental() %}
    select * from {{ this }} where {{ in_run_dates() }}
    {%- else %}
    select
        *,
        cast(null as timestamp) as first_seen,
        cast(null as timestamp) as status_since,
        cast(null as varchar) as resolved_by,
    from quarantined
    where false
    {%- endif %}
),

{{ resolved_rows(now) }},

present as (
    select
        quarantined.*,
        coalesce(before.first_seen, {{ now }}) as first_seen,
        case
            when quarantined.status = before.status then before.status_since else {{ now }}
        end as status_since,
        cast(null as varchar) as resolved_by,
    from quarantined
    left join before on quarantined.ingest_date = before.ingest_date and quarantined.row_id = before.row_id
)

{%- for rows in ['present', 'resolved'] %}
{{ 'union all' if not loop.first }}
select
    row_id,

    -- which line
    ingest_date,
    dataset,
    source_file,
    line_number,
    reject_reason,

    -- what became of it
    first_seen,
    status,
    status_since,
    resolved_by,
from {{ rows }}
{%- endfor %}
