{%- set ids = {'customers': 'customer_id', 'events': 'event_id', 'orders': 'order_id'} -%}
{%- set times = {'customers': 'created_at', 'events': 'event_time', 'orders': 'order_time'} -%}
with volume as (
    select * from {{ ref('daily_volume') }} where {{ in_run_dates() }}
),

reasons as (
    select * from {{ ref('daily_reject_reasons') }} where {{ in_run_dates() }}
),

missing_values as (
    select * from {{ ref('int_missing_values') }} where {{ in_run_dates() }}
),

numerators as (
    select ingest_date, dataset, 'orphan' as metric, 'customer_id' as column_name, rows as numerator
    from reasons
    where rule = 'customer_id_orphan'
    {%- for feed in feeds() %}
    union all
    select ingest_date, dataset, 'invalid_timestamp', {{ sql_text(times[feed]) }}, rows
    from reasons
    where dataset = {{ sql_text(feed) }} and rule = {{ sql_text(times[feed] ~ '_invalid') }}
    union all
    select ingest_date, dataset, 'duplicate_id', {{ sql_text(ids[feed]) }}, duplicate_ids
    from volume
    where dataset = {{ sql_text(feed) }}
    {%- for column in feed_columns(feed) %}
    union all
    {%- if column in ['ingest_date', 'amount'] %}
    select volume.ingest_date, volume.dataset, 'missing', {{ sql_text(column) }}, coalesce(missing_values.rows, 0)
    from volume
    left join missing_values
        on
            volume.ingest_date = missing_values.ingest_date
            and volume.dataset = missing_values.dataset
            and missing_values.column_name = {{ sql_text(column) }}
    where volume.dataset = {{ sql_text(feed) }}
    {%- else %}
    select ingest_date, dataset, 'missing', {{ sql_text(column) }}, rows
    from reasons
    where dataset = {{ sql_text(feed) }} and rule = {{ sql_text(column ~ '_missing') }}
    {%- endif %}
    {%- endfor %}
    {%- endfor %}
    union all
    select ingest_date, dataset, 'duplicate_row', null, duplicate_rows
    from volume
)

select
    numerators.ingest_date,
    numerators.dataset,
    numerators.metric,
    numerators.column_name,
    numerators.numerator,
    volume.total as denominator,
    numerators.numerator / nullif(cast(volume.total as double), 0) as rate,
from numerators
inner join volume using (ingest_date, dataset)
