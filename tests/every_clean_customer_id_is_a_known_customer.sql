-- Every customer_id in clean was named by a customers file of its day or before, or of
-- up to late_customer_days later.
-- Orphans that are kept as a warning (rule_severities) are meant to be there.
with {{ customers_first_seen() }},

clean as (
    {%- for feed in feeds_with_customers() %}
    {{ 'union all' if not loop.first }}
    select
        {{ sql_text(feed) }} as dataset,
        ingest_date,
        {{ customer_column(feed) }} as customer_id,
        source_file,
        line_number,
    from {{ ref('clean_' ~ feed) }}
    where {{ in_run_dates() }} and {{ customer_column(feed) }} is not null and not {{ is_kept_despite(feed, [customer_column(feed) ~ '_orphan']) }}
    {%- endfor %}
)

select clean.*
from clean
left join first_seen
    on clean.customer_id = first_seen.customer_id
    and {{ date_after('clean.ingest_date', setting('late_customer_days')) }} >= first_seen.ingest_date
where first_seen.customer_id is null
