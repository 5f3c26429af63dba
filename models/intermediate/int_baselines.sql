with volume as (
    select * from {{ ref('daily_volume') }}
),

earlier as (
    select
        today.ingest_date,
        today.dataset,
        before.ingest_date as before_ingest_date,
        before.total,
        before.quarantine / cast(before.total as double) as quarantine_rate,
        row_number() over (
            partition by today.ingest_date, today.dataset order by before.ingest_date desc
        ) as age,
    from volume as today
    inner join volume as before
        on today.dataset = before.dataset and before.ingest_date < today.ingest_date
    where {{ in_run_dates('today.ingest_date') }} and before.total > 0
)

select
    ingest_date,
    dataset,
    count(*) as partitions,
    {{ percentile('total', 0.5) }} as median_total,
    {{ percentile('quarantine_rate', 0.5) }} as median_quarantine_rate,
    max(case when age = 1 then before_ingest_date end) as previous_ingest_date,
    max(case when age = 1 then total end) as previous_total,
from earlier
where age <= {{ var('baseline_partitions') }}
group by ingest_date, dataset
