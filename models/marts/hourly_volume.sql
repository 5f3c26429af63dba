with counts as (
    {%- for feed, column in hourly_feeds().items() %}
    {{ 'union all' if not loop.first }}
    select
        ingest_date,
        {{ sql_text(feed) }} as dataset,
        extract(hour from {{ column }}_utc) as hour,
        count(*) as received,
        count(*) filter (where is_clean) as clean,
    from {{ ref('stg_' ~ feed) }}
    where {{ in_run_dates() }} and cast({{ column }}_utc as date) = ingest_date
    group by all
    {%- endfor %}
),

hours as (
    {%- for feed in hourly_feeds() %}
    {{ 'union all' if not loop.first }}
    select
        partitions.ingest_date,
        {{ sql_text(feed) }} as dataset,
        day_hours.hour,
    from {{ ref('stg_partitions') }} as partitions
    cross join ({{ hours_of_day() }}) as day_hours
    where {{ in_run_dates('partitions.ingest_date') }}
    {%- endfor %}
)

select
    hours.ingest_date,
    hours.dataset,
    hours.hour,
    coalesce(counts.received, 0) as received,
    coalesce(counts.clean, 0) as clean,
from hours
left join counts using (ingest_date, dataset, hour)
