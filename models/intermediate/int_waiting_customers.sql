-- depends_on: {{ ref('int_known_customers') }}, {{ ref('stg_events') }}, {{ ref('stg_orders') }}
{%- if setting('late_customer_days') == 0 %}
select
    cast(null as date) as ingest_date,
    cast(null as varchar) as customer_id,
where false
{%- else %}
with named as (
    select ingest_date, customer_id from {{ ref('stg_events') }} where {{ in_run_dates() }}
    union
    select ingest_date, customer_id from {{ ref('stg_orders') }} where {{ in_run_dates() }}
),

first_seen as (
    select
        customer_id,
        min(ingest_date) as ingest_date,
    from {{ ref('int_known_customers') }}
    group by customer_id
)

select
    named.ingest_date,
    named.customer_id,
from named
left join first_seen
    on named.customer_id = first_seen.customer_id and first_seen.ingest_date <= named.ingest_date
where named.customer_id is not null and first_seen.customer_id is null
{%- endif %}
