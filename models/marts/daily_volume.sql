with datasets as (
    {%- for feed in feeds() %}
    {{ 'union all' if not loop.first }}
    select ingest_date, {{ sql_text(feed) }} as dataset
    from {{ ref('stg_partitions') }}
    where {{ in_run_dates() }}
    {%- endfor %}
),

lines as (
    {%- for feed in feeds() %}
    {{ 'union all' if not loop.first }}
    select
        ingest_date,
        {{ sql_text(feed) }} as dataset,
        count(*) as total,
        count(*) filter (where is_clean) as clean,
        count(*) filter (where not is_clean) as quarantine,
        count(*) filter (where {{ list_has('reject_reason', sql_text('line_malformed')) }}) as malformed_lines,
        {{ 'count(distinct customer_id) filter (where is_clean)' if feed != 'customers' else 'null' }} as active_customers,
    from {{ ref('stg_' ~ feed) }}
    where {{ in_run_dates() }}
    group by ingest_date
    {%- endfor %}
),

duplicates as (
    {%- for feed in feeds() %}
    {{ 'union all' if not loop.first }}
    select
        ingest_date,
        {{ sql_text(feed) }} as dataset,
        count(*) filter (where is_repeated_id) as ids,
        count(*) filter (where is_row_duplicate) as full_rows,
    from {{ ref('int_' ~ feed ~ '_duplicates') }}
    where {{ in_run_dates() }}
    group by ingest_date
    {%- endfor %}
)

select
    datasets.ingest_date,
    datasets.dataset,
    coalesce(lines.total, 0) as total,
    coalesce(lines.clean, 0) as clean,
    coalesce(lines.quarantine, 0) as quarantine,
    coalesce(duplicates.ids, 0) as duplicate_ids,
    coalesce(duplicates.full_rows, 0) as duplicate_rows,
    coalesce(lines.malformed_lines, 0) as malformed_lines,
    case when datasets.dataset <> 'customers' then coalesce(lines.active_customers, 0) end as active_customers,
from datasets
left join lines using (ingest_date, dataset)
left join duplicates using (ingest_date, dataset)
