{{ config(post_hook="{{ finish_dates() }}") }}

-- The last model of a run: built once all others are, and their tests have passed.
{%- for model in [
    'quarantine_customers', 'quarantine_events', 'quarantine_orders', 'customers_current', 'orders_current',
    'daily_breakdowns', 'daily_distributions', 'daily_quality', 'daily_reason_combinations', 'daily_alerts',
] %}
-- depends_on: {{ ref(model) }}
{%- endfor %}

select
    ingest_date,
    received,
    known_customers,
    events_lookback,
    orders_lookback,
    baselines,
from {{ ref('int_date_inputs') }}
where {{ in_run_dates() }}
