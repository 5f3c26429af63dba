{{ config(materialized='view') }}

-- depends_on: {{ ref('int_known_customers') }}, {{ ref('int_waiting_customers') }}

with {% if setting('late_customer_days') != 0 %}{{ customers_first_seen() }},

{% endif %}dependencies as (
    {%- for feed in feeds() %}
    {{ 'union all' if not loop.first }}
    select {{ sql_text(feed) }} as dataset, {{ unnested(text_list(inputs_of_feed(feed))) }} as input
    {%- endfor %}
),

received as (
    select
        ingest_date,
        dataset,
        sum(cast(lines_fingerprint as hugeint)) as fingerprint,
    from {{ ref('feed_files') }}
    group by ingest_date, dataset
),

hours as (
    select
        ingest_date,
        dataset,
        sum({{ row_fingerprint(['hour', 'received']) }}) as fingerprint,
    from {{ ref('hourly_volume') }}
    group by ingest_date, dataset
),

volumes as (
    select
        volume.*,
        coalesce(received.fingerprint, 0) as fingerprint,
        coalesce(hours.fingerprint, 0) as hours_fingerprint,
    from {{ ref('daily_volume') }} as volume
    left join received using (ingest_date, dataset)
    left join hours using (ingest_date, dataset)
),

-- a date in the sums over other dates, and what later ones with lines are compared with
marked as (
    select
        ingest_date,
        dataset,
        total,
        fingerprint,
        case when fingerprint <> 0 then {{ row_fingerprint(['ingest_date', 'fingerprint']) }} end as mark,
        case
            when total > 0
                then {{ row_fingerprint(['ingest_date', 'total', 'hours_fingerprint', is_mostly_rejected('volumes')]) }}
        end as volume_mark,
        case
            when total > 0
                then {{ windowed_text("ingest_date || ' ' || total || ' ' || quarantine || ' ' || malformed_lines || ' ' || hours_fingerprint", 'latest') }}
                    || ' ' || fingerprint
        end as baseline,
    from volumes
    window latest as (
        partition by dataset, total > 0 order by ingest_date
        rows between {{ setting('baseline_partitions') - 1 }} preceding and current row
    )
),

looked_at as (
    select
        *,
        sum(mark) over before as all_before,
        {%- for feed in feeds() if lookback_of(feed) %}
        sum(mark) over (
            partition by dataset order by ingest_date range between interval {{ lookback_of(feed) }} day preceding and current row
        ) - coalesce(mark, 0) as {{ feed }}_lookback,
        {%- endfor %}
        max_by(baseline, case when total > 0 then ingest_date end) over before as last_baseline,
        sum(volume_mark) over ({{ days_before(baseline_lookback_days()) }}) as volumes_before,
        count(*) over ({{ days_before(baseline_lookback_days()) }}) as dates_before,
    from marked
    window before as (
        partition by dataset order by ingest_date rows between unbounded preceding and 1 preceding
    )
),

columns_since as (
    {{ unknown_columns_since() | indent(4) }}
),

inputs as (
    select
        ingest_date,
        dataset,
        dependencies.input,
        case dependencies.input
            when 'lines' then cast(looked_at.fingerprint as varchar)
            when 'known_customers' then cast(looked_at.all_before as varchar)
            {%- for feed in feeds() if lookback_of(feed) %}
            when {{ sql_text(feed ~ '_lookback') }} then cast(looked_at.{{ feed }}_lookback as varchar)
            {%- endfor %}
            when 'baselines'
                then looked_at.last_baseline || coalesce(' ' || looked_at.volumes_before, '')
                    || ' ' || looked_at.dates_before || coalesce(' ' || columns_since.since, '')
        end as fingerprint,
    from looked_at
    inner join dependencies using (dataset)
    left join columns_since using (ingest_date, dataset)
    where dependencies.input <> 'baselines' or looked_at.last_baseline is not null
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
