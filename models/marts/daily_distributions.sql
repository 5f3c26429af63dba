select
    ingest_date,
    'events' as dataset,
    'duration_ms' as column_name,
    cast(null as varchar) as currency,
    {{ percentile_of_many('duration_ms', 0.5) }} as p50,
    {{ percentile_of_many('duration_ms', 0.95) }} as p95,
from {{ ref('clean_events') }}
where {{ in_run_dates() }} and duration_ms is not null
group by ingest_date
union all
select
    ingest_date,
    'orders' as dataset,
    'amount' as column_name,
    currency,
    {{ percentile_of_many('amount', 0.5) }} as p50,
    {{ percentile_of_many('amount', 0.95) }} as p95,
from {{ ref('clean_orders') }}
where {{ in_run_dates() }} and amount is not null
group by ingest_date, currency
