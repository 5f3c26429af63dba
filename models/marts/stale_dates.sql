{{ config(materialized='view') }}

with built as (
    select * from {{ ref('built_dates') }}
),

inputs as (
    select * from {{ ref('int_date_inputs') }}
),

unfinished as (
    select * from {{ source('raw', 'begun_dates') }}
),

states as (
    select
        built.ingest_date,
        {{ build_state('built.known_customers || built.late_customers', 'unfinished.ingest_date') }} as state,
    from built
    left join unfinished using (ingest_date)
),

{{ earlier_builds() }},

compared as (
    select
        coalesce(inputs.ingest_date, unfinished.ingest_date) as ingest_date,
        {{ list_of_present([
            "case when unfinished.ingest_date is not null then " ~ unfinished_reason('unfinished.is_part') ~ " end",
            "case when built.received <> inputs.received then 'its lines changed' end",
            "case when built.known_customers <> inputs.known_customers then 'earlier customers changed' end",
            "case when built.late_customers <> inputs.late_customers then 'customers it waited for came or went' end",
            "case when built.events_lookback <> inputs.events_lookback then 'events it looks back at changed' end",
            "case when built.orders_lookback <> inputs.orders_lookback then 'orders it looks back at changed' end",
            "case when built.earlier_builds <> earlier_builds.earlier_builds then 'a date it looks back at was built anew' end",
            "case when built.baselines <> inputs.baselines then 'the days it is compared with changed' end",
        ]) }} as reasons,
    from inputs
    inner join built using (ingest_date)
    inner join earlier_builds using (ingest_date)
    full join unfinished on inputs.ingest_date = unfinished.ingest_date
)

select
    ingest_date,
    reasons,
from compared
where {{ list_length('reasons') }} > 0
