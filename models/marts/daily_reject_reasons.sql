with counted as (
    select
        ingest_date,
        dataset,
        {{ unnested(list_concat('reject_reason', 'warnings')) }} as rule,
        rows,
    from {{ ref('int_reason_lists') }}
    where {{ in_run_dates() }}
),

summed as (
    select
        ingest_date,
        dataset,
        rule,
        sum(rows) as rows,
    from counted
    group by all
)

select
    partitions.ingest_date,
    rules.dataset,
    rules.rule_number,
    rules.rule,
    rules.severity,
    cast(coalesce(summed.rows, 0) as bigint) as rows,
from {{ ref('stg_partitions') }} as partitions
cross join {{ ref('rules') }} as rules
left join summed
    on
        partitions.ingest_date = summed.ingest_date
        and rules.dataset = summed.dataset
        and rules.rule = summed.rule
where {{ in_run_dates('partitions.ingest_date') }}
