select
    ingest_date,
    dataset,
    partitions,
    median_total as usual_at_least,
    median_total as usual_at_most,
    median_quarantine_rate,
from {{ ref('int_baselines') }}
where {{ in_run_dates() }}
