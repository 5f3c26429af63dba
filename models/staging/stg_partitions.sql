select ingest_date
from {{ source('raw', 'run_partitions') }}
