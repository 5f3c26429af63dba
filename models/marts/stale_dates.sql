{{ config(materialized='view') }}

with known as (
    select * from {{ ref('built_dates') }}
),

{{ earlier_builds() }},

inputs as (
    select * from {{ ref('int_date_inputs') }}
    union all
    select * from earlier_builds
),

reasons as (
    select
        ingest_date,
        {{ unfinished_reason('is_part') }} as reason,
        0 as place,
    from {{ source('raw', 'begun_dates') }}
    union all
    select
        ingest_date,
        {{ changed_input('input') }} as reason,
        {{ place_of_input('input') }} as place,
    from known
    full join inputs using (ingest_date, input)
    where
        coalesce(known.fingerprint, '') <> coalesce(inputs.fingerprint, '')
        and ingest_date in (select ingest_date from known)
        and ingest_date in (select ingest_date from inputs)
)

select
    ingest_date,
    {{ collected('reason', 'place') }} as reasons,
from reasons
group by ingest_date
