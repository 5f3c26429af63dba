{{ config(materialized='view') }}

-- Level one: every day held against plain windows of received lines, whatever else was found about them.
-- No day's outcome depends on another day's outcome, so that nothing here depends on the order of runs.
with filled as (
    select
        ingest_date,
        dataset,
        count(*) as filled_hours,
    from {{ ref('hourly_volume') }}
    where received > 0
    group by ingest_date, dataset
),

loaded as (
    select
        volume.ingest_date,
        volume.dataset,
        extract(dow from volume.ingest_date) as weekday,
        extract(day from volume.ingest_date) as day_of_month,
        extract(day from last_day(volume.ingest_date)) - extract(day from volume.ingest_date) as days_to_end_of_month,
        volume.total,
        coalesce(filled.filled_hours, 0) as filled_hours,
        {{ is_announced('volume.ingest_date') }} as is_announced,
        {{ is_mostly_rejected('volume') }} as is_rejected,
    from {{ ref('daily_volume') }} as volume
    left join filled using (ingest_date, dataset)
    where volume.total > 0
),

weekdays as (
    select
        *,
        count(case when not (is_announced or is_rejected) then total end) over same_weekdays as weekdays,
        {{ percentile('case when not (is_announced or is_rejected) then total end', 0.5, 'same_weekdays') }} as weekday_total,
        {{ percentile('case when not (is_announced or is_rejected) then filled_hours end', 0.5, 'same_weekdays') }} as weekday_hours,
    from loaded
    window same_weekdays as ({{ days_before(7 * setting('baseline_weekdays'), 'weekday') }})
),

ratios as (
    select
        *,
        case
            when weekdays >= {{ setting('min_baseline_weekdays') }} and not (is_announced or is_rejected) then total / weekday_total
        end as ratio,
    from weekdays
),

levels as (
    select
        *,
        case
            when count(ratio) over last_days >= {{ setting('min_level_days') }}
                then {{ percentile('ratio', 0.5, 'last_days') }}
        end as level,
    from ratios
    window last_days as ({{ days_before(setting('level_days')) }})
),

deviations as (
    select
        *,
        {{ rounded('ratio / level - 1', 9) }} as deviation,
    from levels
),

monthly as (
    select
        *,
        {{ monthly_factor('from_begin') }} as factor_from_begin,
        {{ monthly_factor('from_end') }} as factor_from_end,
    from deviations
    window
        from_begin as ({{ days_before(setting('month_days'), 'day_of_month') }}),
        from_end as ({{ days_before(setting('month_days'), 'days_to_end_of_month') }})
),

factors as (
    select
        *,
        least(1, factor_from_begin, factor_from_end) as monthly_at_least,
        greatest(1, factor_from_begin, factor_from_end) as monthly_at_most,
    from monthly
),

-- A loss of some days is one occasion, that of its first day: the days after it say nothing of what a feed varies.
occasions as (
    select
        *,
        case
            when max(deviation) over ({{ days_before(1) }}) <= -{{ alert_setting('min_volume_drop') }} then null
            when deviation is not null then greatest(0, {{ rounded('1 - (1 + deviation) / monthly_at_least', 9) }})
        end as drop_from_usual,
    from factors
)

select
    ingest_date,
    dataset,
    total,
    is_announced,
    is_rejected,
    level,
    deviation,
    monthly_at_least,
    monthly_at_most,
    case
        when count(deviation) over last_days >= {{ setting('min_spread_days') }}
            then {{ percentile('abs(deviation)', 0.5, 'last_days') }}
    end as spread,
    case
        when count(deviation) over last_days >= {{ setting('min_spread_days') }}
            then {{ worst_but_few('drop_from_usual', 'drop_days') }}
    end as drops,
    coalesce(
        is_announced
        or is_rejected
        or abs(deviation) >= {{ setting('unusual_deviation') }}
        or (weekdays >= {{ setting('min_baseline_weekdays') }} and filled_hours <= weekday_hours - {{ setting('unusual_hours') }}),
        false
    ) as is_unusual,
from occasions
window
    last_days as ({{ days_before(setting('spread_days')) }}),
    drop_days as ({{ days_before(setting('drops_days')) }})
