with times as (
    select
        cast(null as date) as ingest_date,
        cast(null as varchar) as dataset,
        cast(null as integer) as hour,
        cast(null as bigint) as received,
        cast(null as bigint) as clean,
    where false
    {%- for feed in feeds_that('has_hours') %}
    {%- set time = day_time(feed, feed_setting(feed, 'time') ~ '_utc') %}
    {%- for layer in ['clean', 'quarantine'] %}
    union all
    select
        ingest_date,
        {{ sql_text(feed) }} as dataset,
        extract(hour from {{ time }}) as hour,
        count(*) as received,
        {{ 'count(*)' if layer == 'clean' else '0' }} as clean,
    from {{ ref(layer ~ '_' ~ feed) }}
    where {{ in_run_dates() }} and cast({{ time }} as date) = ingest_date
    group by ingest_date, extract(hour from {{ time }})
    {%- endfor %}
    {%- endfor %}
),

counts as (
    select
        ingest_date,
        dataset,
        hour,
        sum(received) as received,
        sum(clean) as clean,
    from times
    group by ingest_date, dataset, hour
),

hours as (
    select
        cast(null as date) as ingest_date,
        cast(null as varchar) as dataset,
        cast(null as integer) as hour,
        cast(null as boolean) as is_hour,
    where false
    {%- for feed in feeds_that('has_hours') %}
    union all
    select
        partitions.ingest_date,
        {{ sql_text(feed) }} as dataset,
        day_hours.hour,
        {{ is_hour_of_day(feed, 'partitions.ingest_date', 'day_hours.hour') }} as is_hour,
    from {{ ref('stg_partitions') }} as partitions
    cross join {{ numbers(0, 23) }} as day_hours(hour)
    where {{ in_run_dates('partitions.ingest_date') }}
    {%- endfor %}
)

select
    hours.ingest_date,
    hours.dataset,
    hours.hour,
    cast(case when hours.is_hour then coalesce(counts.received, 0) end as bigint) as received,
    cast(case when hours.is_hour then coalesce(counts.clean, 0) end as bigint) as clean,
from hours
left join counts using (ingest_date, dataset, hour)
