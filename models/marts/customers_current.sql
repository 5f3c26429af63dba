{{ config(materialized='view') }}

with versions as (
    select
        *,
        row_number() over (
            partition by customer_id order by ingest_date desc, source_file desc, line_number desc
        ) as age,
    from {{ ref('clean_customers') }}
)

select
    customer_id,
    email,
    created_at_utc,
    country,
    status,
    warnings,
    ingest_date,
    source_file,
    line_number,
from versions
where age = 1
