with volume as (
    select
        *,
        count(*) filter (total > 0) over (
            partition by dataset order by ingest_date rows between unbounded preceding and 1 preceding
        ) as partitions_before,
    from {{ ref('daily_volume') }}
),

today as (
    select * from volume where {{ in_run_dates() }}
),

same_weekdays as (
    select
        today.ingest_date,
        today.dataset,
        levels.ingest_date as before_ingest_date,
        levels.is_unusual,
        count(*) over same_day as days,
        count(*) filter (not levels.is_unusual) over same_day as usual_days,
    from today
    cross join ({{ numbers_to(var('baseline_weekdays')) }}) as weeks
    inner join {{ ref('int_volume_levels') }} as levels
        on
            today.dataset = levels.dataset
            and levels.ingest_date = cast({{ add_days('today.ingest_date', '-7 * weeks.number') }} as date)
    window same_day as (partition by today.ingest_date, today.dataset)
),

usual_weekdays as (
    select * from same_weekdays
    where
        days >= {{ var('min_baseline_weekdays') }}
        and (not is_unusual or usual_days < {{ var('min_baseline_weekdays') }})
),

latest as (
    select
        today.ingest_date,
        today.dataset,
        before.ingest_date as before_ingest_date,
        ages.number as age,
        count(*) over (partition by today.ingest_date, today.dataset) as partitions,
    from today
    cross join ({{ numbers_to(var('baseline_partitions')) }}) as ages
    inner join volume as before
        on
            today.dataset = before.dataset
            and before.partitions_before = today.partitions_before - ages.number
    where before.total > 0
)

select
    ingest_date,
    dataset,
    before_ingest_date,
    true as is_same_weekday,
    cast(null as integer) as age,
    true as is_compared,
from usual_weekdays
union all
select
    latest.ingest_date,
    latest.dataset,
    latest.before_ingest_date,
    false as is_same_weekday,
    latest.age,
    weekdays.ingest_date is null and latest.partitions >= {{ var('min_baseline_partitions') }} as is_compared,
from latest
left join (select distinct ingest_date, dataset from usual_weekdays) as weekdays using (ingest_date, dataset)
