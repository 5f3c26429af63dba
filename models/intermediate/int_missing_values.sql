-- The columns whose missing values no rule counts.
{%- for feed in feeds() %}
{%- set outer_loop = loop %}
{%- for column in ['ingest_date', 'amount'] if column != 'amount' or feed == 'orders' %}
{{ 'union all' if not (outer_loop.first and loop.first) }}
select
    ingest_date,
    {{ sql_text(feed) }} as dataset,
    {{ sql_text(column) }} as column_name,
    count(*) as rows,
from {{ ref('stg_' ~ feed) }}
where is_{{ column }}_missing and {{ in_run_dates() }}
group by ingest_date
{%- endfor %}
{%- endfor %}
