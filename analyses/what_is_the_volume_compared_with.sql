-- volume_drop, volume_spike: the days a date is compared with, and how usual they were themselves.
-- dbt show --limit 100 --select what_is_the_volume_compared_with --vars '{date: 2025-12-12, feed: events}'
select
    days.before_ingest_date,
    days.is_same_weekday,
    days.is_compared,
    levels.total,
    levels.level,
    levels.deviation,
    levels.is_unusual,
    baselines.usual_at_least,
    baselines.usual_at_most,
    baselines.spread,
from {{ ref('int_baseline_days') }} as days
inner join {{ ref('int_baselines') }} as baselines using (ingest_date, dataset)
inner join {{ ref('int_volume_levels') }} as levels
    on days.dataset = levels.dataset and days.before_ingest_date = levels.ingest_date
where days.ingest_date = date '{{ var("date", "2025-12-13") }}' and days.dataset = '{{ var("feed", "events") }}'
order by days.before_ingest_date, days.is_same_weekday
