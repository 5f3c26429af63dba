with weekdays as (
    select
        days.ingest_date,
        days.dataset,
        hours.hour,
        {{ percentile('hours.received', 0.5) }} as usual_lines,
    from {{ ref('int_baseline_days') }} as days
    inner join {{ ref('hourly_volume') }} as hours
        on days.before_ingest_date = hours.ingest_date and days.dataset = hours.dataset
    where days.is_compared and days.is_same_weekday and {{ in_run_dates('days.ingest_date') }}
    group by days.ingest_date, days.dataset, hours.hour
),

-- Of any kind: all that is known on the first day of a kind. A day whose lines are all of other dates has no hours to tell by.
latest as (
    select
        days.ingest_date,
        days.dataset,
        hours.hour,
        {{ percentile('hours.received', 0.5) }} as usual_lines,
    from {{ ref('int_baseline_days') }} as days
    inner join (
        select *, sum(received) over (partition by ingest_date, dataset) as day_received
        from {{ ref('hourly_volume') }}
    ) as hours
        on days.before_ingest_date = hours.ingest_date and days.dataset = hours.dataset and hours.day_received > 0
    inner join {{ ref('daily_volume') }} as volume
        on days.before_ingest_date = volume.ingest_date and days.dataset = volume.dataset
    where days.age is not null and not {{ is_mostly_rejected('volume') }} and {{ in_run_dates('days.ingest_date') }}
    group by days.ingest_date, days.dataset, hours.hour
),

compared as (
    select
        hours.ingest_date,
        hours.dataset,
        hours.hour,
        hours.received,
        spreads.days,
        coalesce(spreads.is_known, false) as is_known,
        coalesce(coalesce(spreads.usual_lines, latest.usual_lines) = 0, false) as is_usually_empty,
        case when spreads.is_known then spreads.usual_lines end as usual_lines,
        case when spreads.is_known then spreads.usual_share end as usual_share,
        case when spreads.is_known then spreads.spread end as spread,
        coalesce(spreads.is_always_within, false) as is_always_within,
        min(case when hours.received > 0 then hours.hour end) over same_day as first_hour,
        max(case when hours.received > 0 then hours.hour end) over same_day as last_hour,
        case when spreads.is_known then weekdays.usual_lines end as weekday_lines,
        sum(hours.received) over same_day as day_received,
        {{ day_by_hours('hours.received', 'spreads.usual_share', 'hours.ingest_date, hours.dataset') | indent(8) }} as day_lines,
        sum(weekdays.usual_lines) over same_day as weekday_total,
    from {{ ref('hourly_volume') }} as hours
    left join {{ ref('int_hour_spreads') }} as spreads using (ingest_date, dataset, hour)
    left join weekdays using (ingest_date, dataset, hour)
    left join latest using (ingest_date, dataset, hour)
    where {{ in_run_dates('hours.ingest_date') }}
    window same_day as (partition by hours.ingest_date, hours.dataset)
)

-- Whichever is lower: a day of a kind may differ from the others, and a few weekdays may have been odd.
select
    ingest_date,
    dataset,
    hour,
    received,
    days,
    is_known,
    is_usually_empty,
    spread,
    is_always_within and not coalesce(hour between first_hour and last_hour, false) as is_cut_off,
    least(usual_lines, weekday_lines) as usual_lines,
    {{ lines_without_rush(
        'least(usual_share * day_lines, weekday_lines * day_lines / nullif(weekday_total, 0))',
        'day_received', 'weekday_total', 'least(usual_lines, weekday_lines)'
    ) }} as usual_share_lines,
from compared
