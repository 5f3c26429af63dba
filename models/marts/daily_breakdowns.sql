select
    cast(null as date) as ingest_date,
    cast(null as varchar) as dataset,
    cast(null as varchar) as dimension,
    cast(null as varchar) as value,
    cast(null as bigint) as rows,
where false
{%- for feed in feeds() %}
{%- for dimension in feed_setting(feed, 'dimensions') %}
union all
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
