with empty_hours as (
    select
        ingest_date,
        hour,
        hour - row_number() over (partition by ingest_date order by hour) as gap,
    from {{ ref('hourly_events') }}
    where received = 0 and {{ in_run_dates() }}
),

gaps as (
    select
        ingest_date,
        min(hour) as first_hour,
        max(hour) as last_hour,
    from empty_hours
    group by ingest_date, gap
),

ranges as (
    select
        ingest_date,
        {{ collected_text(clock_range('first_hour', 'last_hour'), 'first_hour') }} as hour_ranges,
    from gaps
    group by ingest_date
)

select
    empty_hours.ingest_date,
    count(*) as empty_hours,
    {{ collected('empty_hours.hour', 'empty_hours.hour') }} as hours,
    max(ranges.hour_ranges) as hour_ranges,
from empty_hours
inner join ranges using (ingest_date)
group by empty_hours.ingest_date
