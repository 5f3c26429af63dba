with before as (
    {{ hours_before() | indent(4) }}
),

usual as (
    select
        ingest_date,
        dataset,
        hour,
        count(*) as days,
        {{ percentile('received', 0.5) }} as usual_lines,
        {{ percentile('received / cast(day_received as double)', 0.5) }} as usual_share,
        max(first_hour) <= hour and hour <= min(last_hour) as is_always_within,
    from before
    group by ingest_date, dataset, hour
),

-- Of lines that come independently of each other, four in five are below 1.642.
deviations as (
    select
        before.ingest_date,
        before.dataset,
        before.hour,
        {{ percentile(
            'power(before.received - usual.usual_share * before.day_received, 2)'
            ~ ' / greatest(usual.usual_share * before.day_received, 1)',
            0.8
        ) }} / 1.642 as spread,
    from before
    inner join usual using (ingest_date, dataset, hour)
    group by before.ingest_date, before.dataset, before.hour
)

select
    usual.ingest_date,
    usual.dataset,
    usual.hour,
    usual.days,
    usual.days >= {{ setting('min_hour_days') }} as is_known,
    usual.usual_lines,
    usual.usual_share,
    usual.is_always_within,
    greatest({{ rounded('avg(deviations.spread) over neighbours', 9) }}, 1) as spread,
from usual
inner join deviations using (ingest_date, dataset, hour)
window neighbours as (
    partition by usual.ingest_date, usual.dataset order by usual.hour rows between 1 preceding and 1 following
)
