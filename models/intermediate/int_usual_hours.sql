with usual as (
    select
        days.ingest_date,
        days.dataset,
        hours.hour,
        {{ percentile('hours.received', 0.5) }} as usual_lines,
    from {{ ref('int_baseline_days') }} as days
    inner join {{ ref('hourly_volume') }} as hours
        on days.before_ingest_date = hours.ingest_date and days.dataset = hours.dataset
    where days.is_compared and {{ in_run_dates('days.ingest_date') }}
    group by days.ingest_date, days.dataset, hours.hour
),

compared as (
    select
        hours.ingest_date,
        hours.dataset,
        hours.hour,
        hours.received,
        usual.usual_lines,
        sum(hours.received) over same_day as day_received,
        sum(usual.usual_lines) over same_day as day_usual_lines,
    from {{ ref('hourly_volume') }} as hours
    left join usual using (ingest_date, dataset, hour)
    where {{ in_run_dates('hours.ingest_date') }}
    window same_day as (partition by hours.ingest_date, hours.dataset)
)

select
    ingest_date,
    dataset,
    hour,
    received,
    usual_lines,
    usual_lines * day_received / nullif(day_usual_lines, 0) as usual_share_lines,
from compared
