with datasets as (
    {%- for feed in feeds() %}
    {{ 'union all' if not loop.first }}
    select ingest_date, {{ sql_text(feed) }} as dataset
    from {{ ref('stg_partitions') }}
    where {{ in_run_dates() }}
    {%- endfor %}
),

counted as (
    select
        ingest_date,
        dataset,
        count(*) filter (where status = 'applied') as corrected,
        count(*) filter (where is_waived and not is_clean) as waived,
        count(*) filter (where status = 'applied' and not is_clean and not is_waived) as still_rejected,
        count(*) filter (where status = 'not applied') as not_applied,
        {{ collected_text("case when status = 'not applied' then 'row ' || row_number || ': ' || problem end", 'row_number') }} as problems,
    from {{ ref('int_corrected_lines') }}
    where {{ in_run_dates() }}
    group by ingest_date, dataset
)

select
    datasets.ingest_date,
    datasets.dataset,
    coalesce(counted.corrected, 0) as corrected,
    coalesce(counted.waived, 0) as waived,
    coalesce(counted.still_rejected, 0) as still_rejected,
    coalesce(counted.not_applied, 0) as not_applied,
    counted.problems,
from datasets
left join counted using (ingest_date, dataset)
