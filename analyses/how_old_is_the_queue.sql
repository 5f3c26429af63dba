-- What is open in quarantine, and how old is it? What resolved the rest, and how fast?
select
    dataset,
    status,
    resolved_by,
    count(*) as rows,
    min(first_seen) as oldest,
    round(avg(date_diff('hour', first_seen, status_since)) / 24, 1) as days_until_status,
from {{ ref('quarantine_ledger') }}
group by all
order by all
