-- Why did this alert fire? Everything the checks of a date and feed looked at, beside what they said.
-- dbt show --limit 100 --select why_did_this_alert_fire --vars '{date: 2025-12-12, feed: events}'
select
    alerts.type,
    alerts.status,
    alerts.message,
    alerts.observed,
    alerts.threshold,
    subjects.*,
from {{ ref('daily_alerts') }} as alerts
inner join {{ ref('int_alert_subjects') }} as subjects using (ingest_date, dataset)
where alerts.ingest_date = date '{{ var("date", "2025-12-12") }}' and alerts.dataset = '{{ var("feed", "events") }}'
order by alerts.check_number
