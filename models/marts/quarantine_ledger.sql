{{ config(meta={'reads_itself': true}) }}

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
        case when is_waived then 'waived' else 'open' end as status,
    from {{ ref('stg_' ~ feed) }}
    where not is_clean and {{ in_run_dates() }}
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

gone as (
    select before.*
    from before
    left join quarantined on before.ingest_date = quarantined.ingest_date and before.row_id = quarantined.row_id
    where quarantined.row_id is null
),

-- The text of a spotless line is in memory alone: only lines that left quarantine are looked up there.
unchanged as (
    {%- for feed in feeds() %}
    {{ 'union all' if not loop.first }}
    select
        ingest_date,
        row_id,
        is_corrected,
    from (
        select
            lines.ingest_date,
            lines.source_file,
            lines.line_number,
            gone.row_id,
            staged.corrected_line is not null as is_corrected,
            coalesce(staged.raw_line, lines.raw_line) as received_line,
        from {{ data_lines(feed) | indent(8) }} as lines
        inner join gone
            on
                gone.dataset = {{ sql_text(feed) }}
                and gone.status <> 'resolved'
                and lines.ingest_date = gone.ingest_date
                and lines.source_file = gone.source_file
                and lines.line_number = gone.line_number
        inner join {{ ref('stg_' ~ feed) }} as staged
            on
                {{ in_run_dates('staged.ingest_date') }}
                and gone.ingest_date = staged.ingest_date
                and gone.source_file = staged.source_file
                and gone.line_number = staged.line_number
    )
    where {{ row_id(feed, 'received_line') }} = row_id
    {%- endfor %}
),

resolved as (
    select
        gone.row_id,
        gone.ingest_date,
        gone.dataset,
        gone.source_file,
        gone.line_number,
        gone.reject_reason,
        gone.first_seen,
        'resolved' as status,
        case when gone.status = 'resolved' then gone.status_since else {{ now }} end as status_since,
        case
            when gone.status = 'resolved' then gone.resolved_by
            when unchanged.row_id is null then 'new_file'
            when unchanged.is_corrected then 'correction'
            when {{ list_has_suffix('gone.reject_reason', '_unknown') }} then 'vocabulary'
            when {{ list_has('gone.reject_reason', sql_text('customer_id_orphan')) }} then 'late_customer'
            else 'other'
        end as resolved_by,
    from gone
    left join unchanged on gone.ingest_date = unchanged.ingest_date and gone.row_id = unchanged.row_id
),

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
