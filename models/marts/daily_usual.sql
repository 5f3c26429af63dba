select
    ingest_date,
    dataset,
    partitions,
    usual_at_least,
    usual_at_most,
    median_quarantine_rate,
from {{ ref('int_baselines') }}
where {{ in_run_dates() }}
