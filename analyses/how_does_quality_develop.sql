-- Is quality getting better or worse? The share of lines in quarantine per day, and the reason that hits most.
with reasons as (
    select
        *,
        row_number() over (partition by ingest_date, dataset order by rows desc, rule_number) as place,
    from {{ ref('daily_reject_reasons') }}
    where severity = 'reject' and rows > 0
)

select
    volume.ingest_date,
    volume.dataset,
    volume.total,
    round(volume.quarantine / nullif(cast(volume.total as double), 0), 4) as quarantine_rate,
    reasons.rule as top_reason,
    reasons.rows as top_reason_rows,
from {{ ref('daily_volume') }} as volume
left join reasons
    on
        volume.ingest_date = reasons.ingest_date
        and volume.dataset = reasons.dataset
        and reasons.place = 1
order by volume.dataset, volume.ingest_date
