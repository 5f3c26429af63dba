with clean as (
    select
        ingest_date,
        extract(hour from event_time_utc) as hour,
        count(*) as rows,
    from {{ ref('clean_events') }}
    where {{ in_run_dates() }} and cast(event_time_utc as date) = ingest_date
    group by all
),

rejected_forms as (
    select
        ingest_date,
        {{ timestamp_form(present(trimmed('event_time', 'true')), var('date_order').events) }} as event_time_form,
    from {{ ref('quarantine_events') }}
    where {{ in_run_dates() }}
),

rejected_texts as (
    select
        ingest_date,
        {{ timestamp_text('event_time_form') }} as event_time_text,
    from rejected_forms
),

rejected_times as (
    select
        ingest_date,
        {{ utc_timestamp('event_time_text', var('naive_timezone').events) }} as event_time_utc,
    from rejected_texts
),

rejected as (
    select
        ingest_date,
        extract(hour from event_time_utc) as hour,
        count(*) as rows,
    from rejected_times
    where cast(event_time_utc as date) = ingest_date
    group by all
),

hours as (
    select
        partitions.ingest_date,
        day_hours.hour,
    from {{ ref('stg_partitions') }} as partitions
    cross join ({{ hours_of_day() }}) as day_hours
    where {{ in_run_dates('partitions.ingest_date') }}
)

select
    hours.ingest_date,
    hours.hour,
    coalesce(clean.rows, 0) + coalesce(rejected.rows, 0) as received,
    coalesce(clean.rows, 0) as clean,
from hours
left join clean using (ingest_date, hour)
left join rejected using (ingest_date, hour)
