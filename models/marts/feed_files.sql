with files as (
    select * from {{ ref('stg_files') }} where {{ in_run_dates() }}
),

profiles as (
    select * from {{ ref('int_file_profiles') }} where {{ in_run_dates() }}
)

select
    files.ingest_date,
    files.feed as dataset,
    files.source_file,

    -- what the file holds
    files.header is not null as has_header,
    files.data_lines,
    files.missing_columns,
    files.unexpected_columns,

    -- to see whether it changed
    coalesce(profiles.fingerprint, '0') as fingerprint,
from files
left join profiles
    on files.ingest_date = profiles.ingest_date and files.source_file = profiles.source_file
