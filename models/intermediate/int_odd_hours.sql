with hours as (
    select * from {{ ref('int_usual_hours') }} where {{ in_run_dates() }}
),

candidates as (
    select ingest_date, dataset, hour, 'missing' as kind, received, usual_lines
    from hours
    where received = 0
    union all
    select ingest_date, dataset, hour, 'low' as kind, received, usual_share_lines as usual_lines
    from hours
    where received < {{ alert_setting('hourly_drop_ratio') }} * usual_share_lines
),

runs as (
    select
        *,
        hour - row_number() over (partition by ingest_date, dataset, kind order by hour) as run,
    from candidates
),

sized as (
    select
        *,
        count(*) over run_hours as run_hours,
        sum(received) over run_hours as run_received,
        round(sum(usual_lines) over run_hours, 9) as run_usual_lines,
    from runs
    window run_hours as (partition by ingest_date, dataset, kind, run)
)

select
    ingest_date,
    dataset,
    hour,
    kind,
    received,
    usual_lines,
from sized
where
    (kind = 'missing' and (
        usual_lines is null
        or (usual_lines > 0 and run_usual_lines >= {{ alert_setting('min_missing_lines') }})
    ))
    or (
        kind = 'low'
        and run_hours >= {{ alert_setting('min_low_hours') }}
        and run_usual_lines - run_received >= {{ alert_setting('min_lacking_lines') }}
    )
