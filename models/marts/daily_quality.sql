with volume as (
    select * from {{ ref('daily_volume') }} where {{ in_run_dates() }}
),

reasons as (
    select * from {{ ref('daily_reject_reasons') }} where {{ in_run_dates() }}
),

-- those that no rule counts: of columns without a rule of their own, and amounts, which may be missing when orders failed
missing_values as (
    {%- for feed, column in uncounted_columns() %}
    {{ 'union all' if not loop.first }}
    select ingest_date, dataset, {{ sql_text(column) }} as column_name, 0 as rows
    from volume
    where dataset = {{ sql_text(feed) }}
    union all
    select ingest_date, {{ sql_text(feed) }}, {{ sql_text(column) }}, count(*)
    from {{ ref('clean_' ~ feed) }}
    where {{ is_clean_without(feed, column) }} and {{ in_run_dates() }}
    group by ingest_date
    union all
    select ingest_date, {{ sql_text(feed) }}, {{ sql_text(column) }}, count(*)
    from {{ ref('quarantine_' ~ feed) }}
    where {{ is_received_without(feed, column) }} and {{ in_run_dates() }}
    group by ingest_date
    {%- endfor %}
),

numerators as (
    select reasons.ingest_date, reasons.dataset, counted.metric, counted.column_name, reasons.rows as numerator
    from reasons
    inner join {{ counted_rules() }} as counted(dataset, rule, metric, column_name) using (dataset, rule)
    union all
    select ingest_date, dataset, 'duplicate_id', {{ text_by_feed('id') }}, duplicate_ids
    from volume
    union all
    select ingest_date, dataset, 'missing', column_name, cast(sum(rows) as bigint)
    from missing_values
    group by ingest_date, dataset, column_name
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
