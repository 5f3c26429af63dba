{%- set dimensions = {
    'customers': ['country', 'status'],
    'events': ['event_type', 'platform'],
    'orders': ['status', 'currency'],
} -%}
{%- for feed in feeds() %}
{%- set outer_loop = loop %}
{%- for dimension in dimensions[feed] %}
{{ 'union all' if not (outer_loop.first and loop.first) }}
select
    ingest_date,
    {{ sql_text(feed) }} as dataset,
    {{ sql_text(dimension) }} as dimension,
    {{ dimension }} as value,
    count(*) as rows,
from {{ ref('clean_' ~ feed) }}
where {{ in_run_dates() }}
group by ingest_date, {{ dimension }}
{%- endfor %}
{%- endfor %}
