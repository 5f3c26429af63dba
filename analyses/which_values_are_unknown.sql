-- Which spellings does no vocabulary know? The most frequent first, with the day each was first seen.
{%- for feed, columns in {'customers': ['country', 'status'], 'events': ['event_type', 'platform'], 'orders': ['currency', 'status']}.items() %}
{%- set outer_loop = loop %}
{%- for column in columns %}
{{ 'union all' if not (outer_loop.first and loop.first) }}
select
    {{ sql_text(feed) }} as dataset,
    {{ sql_text(column) }} as column_name,
    {{ column }}_value as value,
    count(*) as rows,
    min(ingest_date) as first_seen,
from {{ ref('int_' ~ feed ~ '_parsed') }}
where {{ column }}_value is not null and {{ column }} is null
group by all
{%- endfor %}
{%- endfor %}
order by rows desc
