-- Why did this alert fire? Everything the checks of a date and feed looked at, beside what they said.
-- Edit the date and feed, then `dbt compile --select why_did_this_alert_fire` and run what it prints.
select
    alerts.type,
    alerts.status,
    alerts.message,
    alerts.observed,
    alerts.threshold,
    subjects.*,
from {{ ref('daily_alerts') }} as alerts
inner join {{ ref('int_alert_subjects') }} as subjects using (ingest_date, dataset)
where alerts.ingest_date = date '2025-12-12' and alerts.dataset = 'events'
order by alerts.check_number
