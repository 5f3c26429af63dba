with hours as (
    select
        *,
        lag(usual_lines) over same_day as lines_before,
        lead(usual_lines) over same_day as lines_after,
        max(case when hour = 23 then usual_lines end) over whole_day as last_lines,
        max(case when hour = 0 then usual_lines end) over whole_day as first_lines,
    from {{ ref('int_usual_hours') }}
    where {{ in_run_dates() }}
    window
        same_day as (partition by ingest_date, dataset order by hour),
        whole_day as (partition by ingest_date, dataset)
),

-- Next to a usually empty hour, midnight passed over: where summer time moves an hour from one to the next.
edges as (
    select
        *,
        coalesce(lines_before, last_lines) = 0 or coalesce(lines_after, first_lines) = 0 as is_edge,
    from hours
),

candidates as (
    select ingest_date, dataset, hour, 'missing' as kind, received, usual_lines, spread, is_cut_off, is_edge
    from edges
    where received = 0 and (is_known or not is_usually_empty)
    union all
    select ingest_date, dataset, hour, 'low' as kind, received, usual_share_lines as usual_lines, spread, is_cut_off, is_edge
    from edges
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
        count(case when usual_lines > 0 then 1 end) over run_hours as run_filled_hours,
        sum(received) over run_hours as run_received,
        {{ rounded('sum(usual_lines) over run_hours', 9) }} as run_usual_lines,
        {{ rounded('sum(' ~ independent_lines() ~ ') over run_hours', 9) }} as run_independent_lines,
        {{ lack_of_hours('usual_lines', ' over run_hours') }} as lack,
    from runs
    window run_hours as (partition by ingest_date, dataset, kind, run)
)

select
    sized.ingest_date,
    sized.dataset,
    sized.hour,
    sized.kind,
    sized.received,
    sized.usual_lines,
from sized
left join {{ ref('int_lowest_hours') }} as lowest using (ingest_date, dataset)
where
    (sized.kind = 'missing' and (
        sized.usual_lines is null
        or (
            sized.usual_lines > 0
            and sized.run_independent_lines >= {{ alert_setting('min_missing_lines') }}
            and (sized.run_filled_hours > 1 or not coalesce(sized.is_edge, false))
        )
    ))
    or (
        sized.kind = 'low'
        and {{ is_low_run('sized.run_hours', 'sized.run_usual_lines', 'sized.run_received') }}
        and sized.lack >= {{ alert_setting('hourly_spread_factor') }} * greatest(1, coalesce(lowest.lack, 0))
    )
