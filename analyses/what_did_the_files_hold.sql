-- feed_missing, feed_empty, column_missing, unexpected_column, repeated_feed: the files of a date, and
-- which other files hold the same lines. A feed without a row has no file.
-- dbt show --limit 100 --select what_did_the_files_hold --vars '{date: 2025-12-12}'
select
    files.dataset,
    files.source_file,
    files.has_header,
    files.data_lines,
    files.missing_columns,
    files.unexpected_columns,
    other.source_file as same_content_as,
from {{ ref('feed_files') }} as files
left join {{ ref('feed_files') }} as other
    on
        files.lines_fingerprint = other.lines_fingerprint
        and files.source_file <> other.source_file
        and files.data_lines > 0
where files.ingest_date = date '{{ var("date", "2025-12-12") }}'
order by files.source_file, same_content_as
