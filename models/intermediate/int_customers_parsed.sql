{{ config(materialized="view") }}

with lines as (
    select * from {{ ref('stg_customers') }}
),

{{ parse_customers() }}

select * from parsed
