-- quarantine_rate, malformed_lines, column_missing: the reasons of a date beside those of the date before.
-- dbt show --limit 100 --select what_changed_in_quarantine --vars '{date: 2025-12-12, feed: events}'
select
    today.rule,
    today.rows,
    before.rows as rows_before,
    today.rows - before.rows as more,
from {{ ref('daily_reject_reasons') }} as today
inner join {{ ref('int_baselines') }} as baselines using (ingest_date, dataset)
inner join {{ ref('daily_reject_reasons') }} as before
    on
        baselines.previous_ingest_date = before.ingest_date
        and today.dataset = before.dataset
        and today.rule = before.rule
where today.ingest_date = date '{{ var("date", "2025-12-12") }}' and today.dataset = '{{ var("feed", "events") }}' and today.severity = 'reject'
order by more desc, today.rule_number
