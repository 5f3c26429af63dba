-- Every data line of every file is in staging and in exactly one of clean and quarantine. The file's own
-- count of lines is taken by scripts/raw_files.py, which shares nothing with the reader of staging.
with counted as (
    {%- for feed in feeds() %}
    {%- for layer, sign in [('staging', 1), ('clean', -1), ('quarantine', -1)] %}
    {{ 'union all' if layer != 'staging' or feed != 'customers' }}
    select
        ingest_date,
        source_file,
        {{ sql_text(layer) }} as layer,
        count(*) as lines,
        -- Equal sums of numbers and of their squares: the same lines, not just as many.
        {{ sign }} * cast(sum(line_number) as decimal(38, 0)) as number_sum,
        {{ sign }} * sum(cast(line_number as decimal(38, 0)) * line_number) as square_sum,
    from {{ ref(('stg_' if layer == 'staging' else layer ~ '_') ~ feed) }}
    where {{ in_run_dates() }}
    group by ingest_date, source_file
    {%- endfor %}
    {%- endfor %}
),

balances as (
    select
        ingest_date,
        source_file,
        coalesce(sum(lines) filter (layer = 'staging'), 0) as staging_lines,
        coalesce(sum(lines) filter (layer <> 'staging'), 0) as split_lines,
        sum(number_sum) as number_balance,
        sum(square_sum) as square_balance,
    from counted
    group by ingest_date, source_file
)

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
    coalesce(files.data_lines, -1) <> coalesce(balances.staging_lines, 0)
    or coalesce(balances.staging_lines, 0) <> coalesce(balances.split_lines, 0)
    or coalesce(balances.number_balance, 0) <> 0
    or coalesce(balances.square_balance, 0) <> 0
