with distributions as (
    select
        cast(null as date) as ingest_date,
        cast(null as varchar) as dataset,
        cast(null as varchar) as column_name,
        cast(null as varchar) as currency,
        cast(null as double[]) as percentiles,
    where false
    {%- for feed in feeds() %}
    {%- for column, by in feed_setting(feed, 'distributions').items() %}
    union all
    select
        ingest_date,
        {{ sql_text(feed) }} as dataset,
        {{ sql_text(column) }} as column_name,
        {{ by or 'cast(null as varchar)' }} as currency,
        {{ percentiles_of_many(column if column in columns_of_kind(feed, 'number') else 'cast(' ~ column ~ ' as double)', [0.5, 0.95]) }} as percentiles,
    from {{ ref('clean_' ~ feed) }}
    where {{ in_run_dates() }} and {{ column }} is not null
    group by ingest_date{{ ', ' ~ by if by }}
    {%- endfor %}
    {%- endfor %}
)

select
    ingest_date,
    dataset,
    column_name,
    currency,
    round({{ nth('percentiles', 1) }}, 6) as p50,
    round({{ nth('percentiles', 2) }}, 6) as p95,
from distributions
