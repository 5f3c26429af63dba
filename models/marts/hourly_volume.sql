with times as (
    {%- for feed, column in hourly_feeds().items() %}
    {{ 'union all' if not loop.first }}
    select
        ingest_date,
        {{ sql_text(feed) }} as dataset,
        {{ column }}_utc as time_utc,
        true as is_clean,
    from {{ ref('clean_' ~ feed) }}
    where {{ in_run_dates() }}
    union all
    select
        ingest_date,
        {{ sql_text(feed) }} as dataset,
        {{ utc_timestamp('time_text', var('naive_timezone')[feed]) }} as time_utc,
        false as is_clean,
    from (
        select ingest_date, {{ timestamp_text('time_form') }} as time_text
        from (
            select
                ingest_date,
                {{ timestamp_form(present(trimmed(column, 'true')), var('date_order')[feed]) }} as time_form,
            from {{ ref('quarantine_' ~ feed) }}
            where {{ in_run_dates() }}
        ) as rejected_forms
    ) as rejected_texts
    {%- endfor %}
),

counts as (
    select
        ingest_date,
        dataset,
        extract(hour from time_utc) as hour,
        count(*) as received,
        count(*) filter (is_clean) as clean,
    from times
    where cast(time_utc as date) = ingest_date
    group by all
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
