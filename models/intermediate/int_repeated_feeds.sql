with pairs as (
    select
        baselines.ingest_date,
        baselines.dataset,
        baselines.previous_ingest_date,
    from {{ ref('int_baselines') }} as baselines
    inner join {{ ref('daily_volume') }} as volume using (ingest_date, dataset)
    where baselines.previous_total = volume.total and {{ in_run_dates('baselines.ingest_date') }}
),

-- Two days with as many lines each are rare: only those are read again.
contents as (
    {%- for feed in feeds() %}
    {{ 'union all' if not loop.first }}
    {{ content_fingerprints(feed) | indent(4) }}
    {%- endfor %}
)

select
    pairs.ingest_date,
    pairs.dataset,
    pairs.previous_ingest_date,
from pairs
inner join contents as today
    on pairs.ingest_date = today.ingest_date and pairs.dataset = today.dataset
inner join contents as before
    on pairs.previous_ingest_date = before.ingest_date and pairs.dataset = before.dataset
where today.fingerprint = before.fingerprint
