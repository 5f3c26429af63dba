with volume as (
    select
        *,
        count(case when total > 0 then total end) over (
            partition by dataset order by ingest_date rows between unbounded preceding and 1 preceding
        ) as partitions_before,
    from {{ ref('daily_volume') }}
),

today as (
    select * from volume where {{ in_run_dates() }}
),

weeks_before as (
    select
        today.ingest_date,
        today.dataset,
        cast({{ add_days('today.ingest_date', '-7 * weeks.number') }} as date) as before_ingest_date,
    from today
    cross join {{ numbers(1, setting('baseline_weekdays')) }} as weeks(number)
),

same_weekdays as (
    select
        weeks_before.*,
        levels.is_unusual,
        count(*) over same_day as days,
        count(case when not levels.is_unusual then 1 end) over same_day as usual_days,
    from weeks_before
    inner join {{ ref('int_volume_levels') }} as levels
        on weeks_before.dataset = levels.dataset and weeks_before.before_ingest_date = levels.ingest_date
    where not levels.is_rejected
    window same_day as (partition by weeks_before.ingest_date, weeks_before.dataset)
),

usual_weekdays as (
    select * from same_weekdays
    where
        days >= {{ setting('min_baseline_weekdays') }}
        and (not is_unusual or usual_days < {{ setting('min_baseline_weekdays') }})
),

partitions_before as (
    select
        today.ingest_date,
        today.dataset,
        ages.number as age,
        today.partitions_before - ages.number as partitions_before,
    from today
    cross join {{ numbers(1, setting('baseline_partitions')) }} as ages(number)
),

latest as (
    select
        partitions_before.ingest_date,
        partitions_before.dataset,
        partitions_before.age,
        before.ingest_date as before_ingest_date,
        {{ is_weekend('partitions_before.ingest_date') }} = {{ is_weekend('before.ingest_date') }} and not {{ is_mostly_rejected('before') }} as is_of_kind,
    from partitions_before
    inner join volume as before using (dataset, partitions_before)
    where before.total > 0
),

latest_of_kind as (
    select
        *,
        count(case when is_of_kind then 1 end) over (partition by ingest_date, dataset) as days_of_kind,
    from latest
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
    weekdays.ingest_date is null
    and latest.is_of_kind
    and latest.days_of_kind >= {{ setting('min_baseline_partitions') }} as is_compared,
from latest_of_kind as latest
left join (select distinct ingest_date, dataset from usual_weekdays) as weekdays using (ingest_date, dataset)
