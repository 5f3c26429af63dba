select
    ingest_date,
    hour,
    received,
    clean,
from {{ ref('hourly_volume') }}
where dataset = 'events' and {{ in_run_dates() }}
