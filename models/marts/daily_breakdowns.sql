{%- for feed in feeds() %}
{%- set is_first_feed = loop.first %}
{%- for dimension in feed_setting(feed, 'dimensions') %}
{{ 'union all' if not (is_first_feed and loop.first) }}
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
