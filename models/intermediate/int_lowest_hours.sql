{%- set day = 'before.ingest_date, before.dataset, before.before_ingest_date' -%}
with compared as (
    select
        before.*,
        usual.usual_lines,
        usual.usual_share,
        usual.spread,
        {{ day_by_hours('before.received', 'usual.usual_share', day) | indent(8) }} as day_lines,
        sum(usual.usual_lines) over (partition by {{ day }}) as usual_day_lines,
    from (
        {{ hours_before() | indent(8) }}
    ) as before
    inner join {{ ref('int_hour_spreads') }} as usual using (ingest_date, dataset, hour)
    where usual.is_known
),

hours as (
    select
        ingest_date,
        dataset,
        before_ingest_date,
        hour,
        received,
        {{ lines_without_rush('usual_share * day_lines', 'day_received', 'usual_day_lines', 'usual_lines') }} as usual_lines,
        spread,
    from compared
),

low as (
    select
        *,
        hour - row_number() over (partition by ingest_date, dataset, before_ingest_date order by hour) as run,
    from hours
    where received < {{ alert_setting('hourly_drop_ratio') }} * usual_lines
),

runs as (
    select
        ingest_date,
        dataset,
        before_ingest_date,
        {{ lack_of_hours('usual_lines') }} as lack,
    from low
    group by ingest_date, dataset, before_ingest_date, run
    having {{ is_low_run('count(*)', 'sum(usual_lines)', 'sum(received)') }}
),

days as (
    select
        hours.ingest_date,
        hours.dataset,
        hours.before_ingest_date,
        coalesce(max(runs.lack), 0) as lack,
    from (select distinct ingest_date, dataset, before_ingest_date from hours) as hours
    left join runs using (ingest_date, dataset, before_ingest_date)
    group by hours.ingest_date, hours.dataset, hours.before_ingest_date
),

-- A loss of some days is one occasion, that of its first day: the days after it say nothing of what hours vary.
occasions as (
    select
        *,
        case
            when lag(lack) over (partition by ingest_date, dataset order by before_ingest_date) >= {{ alert_setting('hourly_spread_factor') }} then null
            else lack
        end as lack_of_occasion,
    from days
)

select
    ingest_date,
    dataset,
    {{ worst_but_few('lack_of_occasion') }} as lack,
from occasions
group by ingest_date, dataset
