-- hourly_coverage, hourly_drop: which hours are missing or low, beside what usually comes.
-- Edit the date and feed, then `dbt compile --select which_hours_are_odd` and run what it prints.
select
    hours.hour,
    hours.received,
    hours.usual_lines,
    hours.usual_share_lines,
    odd_hours.kind,
from {{ ref('int_usual_hours') }} as hours
left join {{ ref('int_odd_hours') }} as odd_hours using (ingest_date, dataset, hour)
where hours.ingest_date = date '2025-12-12' and hours.dataset = 'events'
order by hours.hour
