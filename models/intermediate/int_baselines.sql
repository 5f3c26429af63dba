with days as (
    select
        days.*,
        before.total,
        before.quarantine / cast(before.total as double) as quarantine_rate,
        days.age is not null and not {{ is_mostly_rejected('before') }} as is_latest,
        before.malformed_lines / cast(before.total as double) as malformed_rate,
    from {{ ref('int_baseline_days') }} as days
    inner join {{ ref('daily_volume') }} as before
        on days.before_ingest_date = before.ingest_date and days.dataset = before.dataset
    where {{ in_run_dates('days.ingest_date') }}
),

medians as (
    select
        ingest_date,
        dataset,

        -- the latest partitions
        count(case when is_latest then 1 end) as partitions,
        {{ percentile('case when is_latest then quarantine_rate end', 0.5) }} as median_quarantine_rate,
        max(case when is_latest then malformed_rate end) as malformed_rate,
        max(case when age = 1 then before_ingest_date end) as previous_ingest_date,
        max(case when age = 1 then total end) as previous_total,

        -- the days that volume and hours are compared with
        coalesce(max(case when is_compared and is_same_weekday then 1 end), 0) = 1 as is_same_weekday,
        {{ percentile('case when is_compared then total end', 0.5) }} as median_total,
        {{ collected_present('case when is_compared then cast(before_ingest_date as varchar) end', 'before_ingest_date') }} as compared_with,
    from days
    group by ingest_date, dataset
)

select
    medians.ingest_date,
    medians.dataset,
    medians.partitions,
    medians.median_quarantine_rate,
    medians.malformed_rate,
    medians.previous_ingest_date,
    medians.previous_total,
    medians.is_same_weekday,
    medians.compared_with,
    medians.median_total * case when medians.is_same_weekday then least(levels.level, 1) * coalesce(levels.monthly_at_least, 1) else 1 end as usual_at_least,
    medians.median_total * case when medians.is_same_weekday then greatest(levels.level, 1) * coalesce(levels.monthly_at_most, 1) else 1 end as usual_at_most,
    coalesce(medians.is_same_weekday and (levels.monthly_at_least < 1 or levels.monthly_at_most > 1), false) as is_monthly,
    case when medians.is_same_weekday then levels.spread end as spread,
    case when medians.is_same_weekday then levels.drops end as drops,
from medians
left join {{ ref('int_volume_levels') }} as levels using (ingest_date, dataset)
