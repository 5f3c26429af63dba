with hours as (
    select
        *,
        hour - row_number() over (partition by ingest_date, dataset, kind order by hour) as run,
    from {{ ref('int_odd_hours') }}
    where {{ in_run_dates() }}
),

runs as (
    select
        ingest_date,
        dataset,
        kind,
        min(hour) as first_hour,
        max(hour) as last_hour,
    from hours
    group by ingest_date, dataset, kind, run
),

ranges as (
    select
        ingest_date,
        dataset,
        kind,
        {{ collected_text(clock_range('first_hour', 'last_hour'), 'first_hour') }} as hour_ranges,
    from runs
    group by ingest_date, dataset, kind
)

select
    hours.ingest_date,
    hours.dataset,
    hours.kind,
    count(*) as hours,
    {{ collected('hours.hour', 'hours.hour') }} as hour_list,
    max(ranges.hour_ranges) as hour_ranges,
    cast(sum(hours.received) as bigint) as received,
    {{ rounded('sum(hours.usual_lines)', 6) }} as usual_lines,
from hours
inner join ranges using (ingest_date, dataset, kind)
group by hours.ingest_date, hours.dataset, hours.kind
