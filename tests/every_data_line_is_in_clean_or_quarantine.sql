-- Every data line of every file is in staging and in exactly one of clean and quarantine. The file's own
-- count of lines is taken by scripts/sluice/files/raw_files.py, which shares nothing with the reader of the lines; so is a
-- fingerprint of their texts, which those that were read have too. A record of several lines is one row, and counts them all.
with counted as (
    {%- for feed in feeds() %}
    {%- for layer, model in {'staging': 'stg_', 'clean': 'clean_', 'quarantine': 'quarantine_'}.items() %}
    {{ 'union all' if not (loop.first and feed == feeds()[0]) }}
    select
        ingest_date,
        source_file,
        {{ sql_text(layer) }} as layer,
        count(*) as lines,
        {{ further_lines(feed, 'raw_line') if layer == 'staging' else '0' }} as further_lines,
        -- Equal sums of line numbers: the same lines, not just as many.
        cast(sum(line_number) as bigint) as number_sum,
    from {{ ref(model ~ feed) }}
    where {{ in_run_dates() }}
    group by ingest_date, source_file
    {%- endfor %}
    {%- endfor %}
),

balances as (
    select
        ingest_date,
        source_file,
        coalesce(sum(lines) filter (where layer = 'staging'), 0) as staging_lines,
        coalesce(sum(lines) filter (where layer <> 'staging'), 0) as split_lines,
        coalesce(sum(further_lines), 0) as further_lines,
        coalesce(sum(number_sum) filter (where layer = 'staging'), 0) as staging_sum,
        coalesce(sum(number_sum) filter (where layer <> 'staging'), 0) as split_sum,
    from counted
    group by ingest_date, source_file
)

select
    files.ingest_date,
    files.source_file,
    files.data_lines,
    found.data_lines as staging_lines,
    null as split_lines,
from {{ source('raw', 'run_files') }} as files
left join {{ source('raw', 'read_files') }} as found
    on files.ingest_date = found.ingest_date and files.source_file = found.source_file
where
    {{ in_run_dates('files.ingest_date') }}
    and (
        coalesce(found.data_lines, 0) <> files.data_lines
        or coalesce(found.lines_fingerprint, 0) <> files.lines_fingerprint
    )
union all
select
    coalesce(files.ingest_date, balances.ingest_date) as ingest_date,
    coalesce(files.source_file, balances.source_file) as source_file,
    files.data_lines,
    balances.staging_lines,
    balances.split_lines,
from (select * from {{ ref('stg_files') }} where {{ in_run_dates() }}) as files
full join balances
    on files.ingest_date = balances.ingest_date and files.source_file = balances.source_file
where
    coalesce(files.data_lines, -1) <> coalesce(balances.staging_lines + balances.further_lines, 0)
    or coalesce(balances.staging_lines, 0) <> coalesce(balances.split_lines, 0)
    or coalesce(balances.staging_sum, 0) <> coalesce(balances.split_sum, 0)
