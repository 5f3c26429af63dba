with datasets as (
    {%- for feed in feeds() %}
    {{ 'union all' if not loop.first }}
    select ingest_date, {{ sql_text(feed) }} as dataset
    from {{ ref('stg_partitions') }}
    where {{ in_run_dates() }}
    {%- endfor %}
),

received as (
    select ingest_date, dataset, sum(data_lines) as lines
    from {{ ref('int_file_profiles') }}
    where {{ in_run_dates() }}
    group by all
),

clean as (
    {%- for feed in feeds() %}
    {{ 'union all' if not loop.first }}
    select
        ingest_date,
        {{ sql_text(feed) }} as dataset,
        count(*) as lines,
        {{ 'count(distinct customer_id)' if feed != 'customers' else 'null' }} as active_customers,
    from {{ ref('clean_' ~ feed) }}
    where {{ in_run_dates() }}
    group by ingest_date
    {%- endfor %}
),

quarantine as (
    {%- for feed in feeds() %}
    {{ 'union all' if not loop.first }}
    select
        ingest_date,
        {{ sql_text(feed) }} as dataset,
        count(*) as lines,
        count(*) filter ({{ list_has('reject_reason', sql_text('line_malformed')) }}) as malformed_lines,
    from {{ ref('quarantine_' ~ feed) }}
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
        count(*) filter (is_repeated_id) as ids,
        count(*) filter (is_row_duplicate) as full_rows,
    from {{ ref('int_' ~ feed ~ '_duplicates') }}
    where {{ in_run_dates() }}
    group by ingest_date
    {%- endfor %}
)

select
    datasets.ingest_date,
    datasets.dataset,
    cast(coalesce(received.lines, 0) as bigint) as total,
    coalesce(clean.lines, 0) as clean,
    coalesce(quarantine.lines, 0) as quarantine,
    coalesce(duplicates.ids, 0) as duplicate_ids,
    coalesce(duplicates.full_rows, 0) as duplicate_rows,
    coalesce(quarantine.malformed_lines, 0) as malformed_lines,
    case when datasets.dataset <> 'customers' then coalesce(clean.active_customers, 0) end as active_customers,
from datasets
left join received using (ingest_date, dataset)
left join clean using (ingest_date, dataset)
left join quarantine using (ingest_date, dataset)
left join duplicates using (ingest_date, dataset)
