-- The columns whose missing values no rule counts.
{%- set columns = uncounted_columns() %}
with counts as (
    {%- for feed, column in columns %}
    {{ 'union all' if not loop.first }}
    select
        ingest_date,
        {{ sql_text(feed) }} as dataset,
        {{ sql_text(column) }} as column_name,
        count(*) as rows,
    from {{ ref('clean_' ~ feed) }}
    where {{ is_clean_without(feed, column) }} and {{ in_run_dates() }}
    group by ingest_date
    union all
    select
        ingest_date,
        {{ sql_text(feed) }} as dataset,
        {{ sql_text(column) }} as column_name,
        count(*) as rows,
    from {{ ref('quarantine_' ~ feed) }}
    where {{ is_received_without(feed, column) }} and {{ in_run_dates() }}
    group by ingest_date
    {%- endfor %}
)

select
    ingest_date,
    dataset,
    column_name,
    cast(sum(rows) as bigint) as rows,
from counts
group by ingest_date, dataset, column_name
