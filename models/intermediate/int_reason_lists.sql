{%- for feed in feeds() %}
{{ 'union all' if not loop.first }}
select
    ingest_date,
    {{ sql_text(feed) }} as dataset,
    is_clean,
    reject_reason,
    warnings,
    count(*) as rows,
from {{ ref('stg_' ~ feed) }}
where {{ in_run_dates() }}
group by all
{%- endfor %}
