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

compared as (
    select
        ingest_date,
        input,
        coalesce(known.fingerprint, '') <> coalesce(inputs.fingerprint, '') as is_changed,
        count(known.fingerprint) over (partition by ingest_date) > 0 as is_built,
    from known
    full join inputs using (ingest_date, input)
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
    from compared
    where is_changed and is_built
)

select
    ingest_date,
    {{ collected('reason', 'place') }} as reasons,
from reasons
group by ingest_date
