with happened as (
    select
        ingest_date,
        extract(hour from event_time_utc) as hour,
        count(*) as received,
        count(*) filter (is_clean) as clean,
    from {{ ref('stg_events') }}
    where {{ in_run_dates() }} and cast(event_time_utc as date) = ingest_date
    group by all
),

hours as (
    select
        partitions.ingest_date,
        day_hours.hour,
    from {{ ref('stg_partitions') }} as partitions
    cross join ({{ hours_of_day() }}) as day_hours
    where {{ in_run_dates('partitions.ingest_date') }}
)

select
    hours.ingest_date,
    hours.hour,
    coalesce(happened.received, 0) as received,
    coalesce(happened.clean, 0) as clean,
from hours
left join happened using (ingest_date, hour)
