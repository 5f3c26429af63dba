-- hourly_coverage, hourly_drop: which hours are missing or low, beside what usually comes.
-- dbt show --limit 100 --select which_hours_are_odd --vars '{date: 2025-12-12, feed: events}'
select
    hours.hour,
    hours.received,
    hours.usual_lines,
    hours.usual_share_lines,
    odd_hours.kind,
from {{ ref('int_usual_hours') }} as hours
left join {{ ref('int_odd_hours') }} as odd_hours using (ingest_date, dataset, hour)
where hours.ingest_date = date '{{ var("date", "2025-12-12") }}' and hours.dataset = '{{ var("feed", "events") }}'
order by hours.hour
