with distributions as (
    select
        ingest_date,
        'events' as dataset,
        'duration_ms' as column_name,
        cast(null as varchar) as currency,
        {{ percentiles_of_many('duration_ms', [0.5, 0.95]) }} as percentiles,
    from {{ ref('clean_events') }}
    where {{ in_run_dates() }} and duration_ms is not null
    group by ingest_date
    union all
    select
        ingest_date,
        'orders' as dataset,
        'amount' as column_name,
        currency,
        {{ percentiles_of_many('cast(amount as double)', [0.5, 0.95]) }} as percentiles,
    from {{ ref('clean_orders') }}
    where {{ in_run_dates() }} and amount is not null
    group by ingest_date, currency
)

select
    ingest_date,
    dataset,
    column_name,
    currency,
    round({{ nth('percentiles', 1) }}, 6) as p50,
    round({{ nth('percentiles', 2) }}, 6) as p95,
from distributions
