{%- for feed in feeds() %}
{{ 'union all' if not loop.first }}
select
    ingest_date,
    {{ sql_text(feed) }} as dataset,
    source_file,
    {{ further_lines(feed, 'raw_line') }} as further_lines,
    count(*) filter (where flaw = 'quotes') as lines_in_quotes,
    count(*) filter (where flaw = 'encoding') as undecoded_lines,
    cast({{ lines_fingerprint('line', 'flaw is null') }} as varchar) as fingerprint,
from {{ run_lines(feed) }}
group by ingest_date, source_file
{%- endfor %}
