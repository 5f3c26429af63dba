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
    coalesce(profiles.further_lines, 0) as further_lines,
    files.missing_columns,
    files.unexpected_columns,
    files.repeated_columns,

    -- to see whether it changed: the file, and its lines in any order
    cast(files.checksum as varchar) as fingerprint,
    case
        when files.header is null then '0'
        else cast(
            cast(coalesce(profiles.fingerprint, '0') as hugeint) + {{ row_fingerprint(['files.header']) }} as varchar
        )
    end as lines_fingerprint,
from files
left join profiles
    on files.ingest_date = profiles.ingest_date and files.source_file = profiles.source_file
