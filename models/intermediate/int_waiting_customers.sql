-- depends_on: {{ ref('int_known_customers') }}
{%- if setting('late_customer_days') == 0 %}
select
    cast(null as date) as ingest_date,
    cast(null as varchar) as customer_id,
where false
{%- else %}
with named as (
    {%- for feed in feeds_with_customers() %}
    {{ 'union' if not loop.first }}
    select
        ingest_date,
        {{ customer_column(feed) }} as customer_id,
    from {{ ref('clean_' ~ feed) }}
    where {{ in_run_dates() }}
    union
    select
        ingest_date,
        {{ customer_column(feed) }}_read as customer_id,
    from {{ ref('quarantine_' ~ feed) }}
    where {{ in_run_dates() }}
    {%- endfor %}
),

{{ customers_first_seen() }}

select
    named.ingest_date,
    named.customer_id,
from named
left join first_seen
    on named.customer_id = first_seen.customer_id and first_seen.ingest_date <= named.ingest_date
where named.customer_id is not null and first_seen.customer_id is null
{%- endif %}
{%- for feed in feeds_with_customers() %}
-- depends_on: {{ ref('clean_' ~ feed) }}, {{ ref('quarantine_' ~ feed) }}
{%- endfor %}
