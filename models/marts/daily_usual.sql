select
    ingest_date,
    dataset,
    partitions,
    usual_at_least,
    usual_at_most,
    median_quarantine_rate,
from {{ ref('int_baselines') }}
where usual_at_least is not null and {{ in_run_dates() }}
