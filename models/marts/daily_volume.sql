with datasets as (
    {%- for feed in feeds() %}
    {{ 'union all' if not loop.first }}
    select ingest_date, {{ sql_text(feed) }} as dataset
    from {{ ref('stg_partitions') }}
    where {{ in_run_dates() }}
    {%- endfor %}
),

received as (
    {%- for feed in feeds() %}
    {{ 'union all' if not loop.first }}
    select ingest_date, {{ sql_text(feed) }} as dataset, count(*) as total
    from {{ ref('stg_' ~ feed) }}
    where {{ in_run_dates() }}
    group by ingest_date
    {%- endfor %}
),

kept as (
    {%- for feed in feeds() %}
    {{ 'union all' if not loop.first }}
    select
        ingest_date,
        {{ sql_text(feed) }} as dataset,
        count(*) as clean,
        {{ 'count(distinct ' ~ customer_column(feed) ~ ')' if customer_column(feed) else 'cast(null as bigint)' }} as active_customers,
    from {{ ref('clean_' ~ feed) }}
    where {{ in_run_dates() }}
    group by ingest_date
    {%- endfor %}
),

refused as (
    select
        ingest_date,
        dataset,
        sum(rows) as quarantine,
        sum(rows) filter (where {{ list_has('reject_reason', sql_text('line_malformed')) }}) as malformed_lines,
    from {{ ref('int_reason_lists') }}
    where not is_clean and {{ in_run_dates() }}
    group by ingest_date, dataset
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
    coalesce(received.total, 0) as total,
    coalesce(kept.clean, 0) as clean,
    cast(coalesce(refused.quarantine, 0) as bigint) as quarantine,
    coalesce(duplicates.ids, 0) as duplicate_ids,
    coalesce(duplicates.full_rows, 0) as duplicate_rows,
    cast(coalesce(refused.malformed_lines, 0) as bigint) as malformed_lines,
    case when datasets.dataset in ({{ names_of(feeds_with_customers()) }}) then coalesce(kept.active_customers, 0) end as active_customers,
from datasets
left join received using (ingest_date, dataset)
left join kept using (ingest_date, dataset)
left join refused using (ingest_date, dataset)
left join duplicates using (ingest_date, dataset)
