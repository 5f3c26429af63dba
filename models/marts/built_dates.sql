with inputs as (
    select * from {{ ref('int_date_inputs') }}
),

states as (
    select
        ingest_date,
        known_customers || late_customers as state,
    from inputs
    where {{ in_run_dates() }}
    {%- if is_incremental() %}
    union all
    select
        built.ingest_date,
        {{ build_state('built.known_customers || built.late_customers', 'begun.ingest_date') }} as state,
    from {{ this }} as built
    left join {{ source('raw', 'begun_dates') }} as begun using (ingest_date)
    where not ({{ in_run_dates('built.ingest_date') }})
    {%- endif %}
),

{{ earlier_builds() }}

select
    inputs.ingest_date,
    inputs.received,
    inputs.known_customers,
    inputs.late_customers,
    inputs.events_lookback,
    inputs.orders_lookback,
    inputs.baselines,
    earlier_builds.earlier_builds,
from inputs
inner join earlier_builds using (ingest_date)
where {{ in_run_dates('inputs.ingest_date') }}
