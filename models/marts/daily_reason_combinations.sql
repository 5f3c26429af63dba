select
    ingest_date,
    dataset,
    {{ joined_list('reject_reason', '|') }} as reasons,
    cast(sum(rows) as bigint) as rows,
from {{ ref('int_reason_lists') }}
where not is_clean and {{ in_run_dates() }}
group by all
