{{ config(materialized="view") }}

with lines as (
    select * from {{ ref('stg_events') }}
),

{{ parse_events() }}

select * from parsed
