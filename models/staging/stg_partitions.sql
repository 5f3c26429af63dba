select
    ingest_date,
    true as has_folder,
from {{ source('raw', 'run_partitions') }}
