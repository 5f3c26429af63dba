{{ config(materialized="view") }}

with lines as (
    select * from {{ ref('stg_orders') }}
),

{{ parse_orders() }}

select * from parsed
