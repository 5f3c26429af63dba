{%- for feed in feeds() %}
{{ 'union all' if not loop.first }}
select
    ingest_date,
    {{ sql_text(feed) }} as dataset,
    true as is_clean,
    {{ text_list([]) }} as reject_reason,
    warnings,
    count(*) as rows,
from {{ ref('clean_' ~ feed) }}
where {{ in_run_dates() }}
group by ingest_date, warnings
union all
select
    ingest_date,
    {{ sql_text(feed) }} as dataset,
    false as is_clean,
    reject_reason,
    warnings,
    count(*) as rows,
from {{ ref('quarantine_' ~ feed) }}
where {{ in_run_dates() }}
group by ingest_date, reject_reason, warnings
{%- endfor %}
