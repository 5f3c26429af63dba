{{ config(materialized='view') }}

-- depends_on: {{ ref('int_known_customers') }}, {{ ref('int_waiting_customers') }}

with {% if setting('late_customer_days') != 0 %}{{ customers_first_seen() }},

{% endif %}datasets as (
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
        volume.total || ' ' || volume.quarantine || ' ' || volume.malformed_lines as volume,
        case
            when volume.total > 0
                then {{ row_fingerprint(['ingest_date', 'volume.total', 'coalesce(hours.hours_fingerprint, 0)', is_mostly_rejected('volume')]) }}
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
        sum(volume_mark) over ({{ days_before(baseline_lookback_days()) }}) as volumes_before,
        count(*) over ({{ days_before(baseline_lookback_days()) }}) as dates_before,
        count(case when total > 0 then 1 end) over before as partitions_before,
    from marked
    window before as (
        partition by dataset order by ingest_date rows between unbounded preceding and 1 preceding
    )
),

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
),

columns_since as (
    {{ unknown_columns_since() | indent(4) }}
),

inputs as (
    select ingest_date, dataset, 'lines' as input, cast(fingerprint as varchar) as fingerprint
    from marked
    union all
    select ingest_date, dataset, 'known_customers', cast(all_before as varchar)
    from looked_at
    where dataset = 'customers'
    {%- for feed in feeds() if lookback_of(feed) %}
    union all
    select
        ingest_date,
        dataset,
        {{ sql_text(feed ~ '_lookback') }},
        cast(sum(mark) over (
            order by ingest_date range between interval {{ lookback_of(feed) }} day preceding and current row
        ) - coalesce(mark, 0) as varchar),
    from marked
    where dataset = {{ sql_text(feed) }}
    {%- endfor %}
    union all
    select
        looked_at.ingest_date,
        looked_at.dataset,
        'baselines',
        baselines.baseline || coalesce(' ' || looked_at.volumes_before, '')
        || ' ' || looked_at.dates_before || coalesce(' ' || columns_since.since, ''),
    from looked_at
    inner join baselines
        on looked_at.dataset = baselines.dataset and looked_at.partitions_before = baselines.partitions
    left join columns_since on looked_at.ingest_date = columns_since.ingest_date and looked_at.dataset = columns_since.dataset
    {%- if setting('late_customer_days') != 0 %}
    union all
    select waiting.ingest_date, 'customers', 'late_customers', cast(sum({{ row_fingerprint(['waiting.customer_id']) }}) as varchar)
    from {{ ref('int_waiting_customers') }} as waiting
    inner join first_seen
        on
            waiting.customer_id = first_seen.customer_id
            and first_seen.ingest_date <= {{ date_after('waiting.ingest_date', setting('late_customer_days')) }}
    group by waiting.ingest_date
    {%- endif %}
)

select
    ingest_date,
    input,
    coalesce({{ collected_text('fingerprint', 'dataset') }}, '') as fingerprint,
from inputs
group by ingest_date, input
