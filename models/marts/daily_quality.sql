{%- set uncounted = uncounted_columns() -%}
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
    {%- for feed in feeds() %}
    {{ 'union all' if not loop.first }}
    {%- if customer_column(feed) %}
    select ingest_date, dataset, 'orphan' as metric, {{ sql_text(customer_column(feed)) }} as column_name, rows as numerator
    from reasons
    where dataset = {{ sql_text(feed) }} and rule = {{ sql_text(customer_column(feed) ~ '_orphan') }}
    union all
    {%- endif %}
    select ingest_date, dataset, 'invalid_timestamp' as metric, {{ sql_text(feed_setting(feed, 'time')) }} as column_name, rows as numerator
    from reasons
    where dataset = {{ sql_text(feed) }} and rule = {{ sql_text(feed_setting(feed, 'time') ~ '_invalid') }}
    union all
    select ingest_date, dataset, 'duplicate_id', {{ sql_text(feed_setting(feed, 'id')) }}, duplicate_ids
    from volume
    where dataset = {{ sql_text(feed) }}
    {%- for column in feed_columns(feed) %}
    union all
    {%- if [feed, column] in uncounted %}
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
