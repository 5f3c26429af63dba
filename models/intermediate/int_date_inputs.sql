{{ config(materialized='view') }}

-- depends_on: {{ ref('int_known_customers') }}, {{ ref('int_waiting_customers') }}

with datasets as (
    {%- for feed in feeds() %}
    select {{ sql_text(feed) }} as dataset{{ ' union all' if not loop.last }}
    {%- endfor %}
),

received as (
    select
        partitions.ingest_date,
        datasets.dataset,
        coalesce(sum(cast(files.lines_fingerprint as hugeint)), 0) as fingerprint,
    from {{ ref('stg_partitions') }} as partitions
    cross join datasets
    left join {{ ref('feed_files') }} as files
        on partitions.ingest_date = files.ingest_date and datasets.dataset = files.dataset
    group by partitions.ingest_date, datasets.dataset
),

hours as (
    select
        ingest_date,
        dataset,
        coalesce(sum({{ row_fingerprint(['hour', 'received']) }}), 0) as hours_fingerprint,
    from {{ ref('hourly_volume') }}
    group by ingest_date, dataset
),

marked as (
    select
        received.*,
        case when received.fingerprint <> 0 then {{ row_fingerprint(['ingest_date', 'fingerprint']) }} end as mark,
        volume.total,
        volume.total || ' ' || volume.quarantine as volume,
        case
            when volume.total > 0
                then {{ row_fingerprint(['ingest_date', 'volume.total', 'coalesce(hours.hours_fingerprint, 0)']) }}
        end as volume_mark,
        coalesce(hours.hours_fingerprint, 0) as hours_fingerprint,
    from received
    inner join {{ ref('daily_volume') }} as volume using (ingest_date, dataset)
    left join hours using (ingest_date, dataset)
),

looked_at as (
    select
        *,
        sum(mark) over before as all_before,
        {%- for feed in feeds() %}
        sum(mark) over (
            partition by dataset order by ingest_date
            range between interval {{ setting('lookback_days')[feed] }} day preceding and current row
        ) - coalesce(mark, 0) as {{ feed }}_before,
        {%- endfor %}
        sum(volume_mark) over ({{ days_before(baseline_lookback_days()) }}) as volumes_before,
        count(case when total > 0 then 1 end) over before as partitions_before,
    from marked
    window before as (
        partition by dataset order by ingest_date rows between unbounded preceding and 1 preceding
    )
),

{%- if setting('late_customer_days') != 0 %}
first_seen as (
    select
        customer_id,
        min(ingest_date) as ingest_date,
    from {{ ref('int_known_customers') }}
    group by customer_id
),

late_customers as (
    select
        waiting.ingest_date,
        cast(sum({{ row_fingerprint(['waiting.customer_id']) }}) as varchar) as late_customers,
    from {{ ref('int_waiting_customers') }} as waiting
    inner join first_seen
        on
            waiting.customer_id = first_seen.customer_id
            and first_seen.ingest_date <= {{ date_after('waiting.ingest_date', setting('late_customer_days')) }}
    group by waiting.ingest_date
),
{% endif %}
baselines as (
    select
        dataset,
        row_number() over (partition by dataset order by ingest_date) as partitions,
        {{ windowed_text("ingest_date || ' ' || volume || ' ' || hours_fingerprint", 'latest') }} || ' ' || fingerprint as baseline,
    from marked
    where total > 0
    window latest as (
        partition by dataset order by ingest_date
        rows between {{ setting('baseline_partitions') - 1 }} preceding and current row
    )
)

select
    looked_at.ingest_date,
    {%- for name, expression in {
        'received': 'fingerprint',
        'known_customers': "case when looked_at.dataset = 'customers' then all_before end",
        'events_lookback': "case when looked_at.dataset = 'events' then events_before end",
        'orders_lookback': "case when looked_at.dataset = 'orders' then orders_before end",
        'baselines': "baseline || coalesce(' ' || volumes_before, '')",
    }.items() %}
    coalesce({{ collected_text('cast(' ~ expression ~ ' as varchar)', 'looked_at.dataset') }}, '') as {{ name }},
    {%- endfor %}
    {{ "coalesce(max(late_customers.late_customers), '')" if setting('late_customer_days') != 0 else "''" }} as late_customers,
from looked_at
left join baselines
    on looked_at.dataset = baselines.dataset and looked_at.partitions_before = baselines.partitions
{%- if setting('late_customer_days') != 0 %}
left join late_customers on looked_at.ingest_date = late_customers.ingest_date
{%- endif %}
group by looked_at.ingest_date
