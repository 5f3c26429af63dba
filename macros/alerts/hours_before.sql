{#
  The hours of the run's dates beside the same hours of earlier days of their kind, working days or weekends, as
  far as these say what is usual: a query of ingest_date, dataset, hour, before_ingest_date, received, day_received, first_hour, last_hour.
#}
{% macro hours_before() -%}
    select
        today.ingest_date,
        today.dataset,
        before.hour,
        before.ingest_date as before_ingest_date,
        before.received,
        before.day_received,
        before.first_hour,
        before.last_hour,
    from (
        select ingest_date, dataset from {{ ref('hourly_volume') }} where hour = 0 and {{ in_run_dates() }}
    ) as today
    inner join (
        select
            ingest_date,
            dataset,
            hour,
            received,
            sum(received) over same_day as day_received,
            min(case when received > 0 then hour end) over same_day as first_hour,
            max(case when received > 0 then hour end) over same_day as last_hour,
        from {{ ref('hourly_volume') }}
        inner join (
            select ingest_date, dataset from {{ ref('daily_volume') }} as volume where not {{ is_mostly_rejected('volume') }}
        ) as measures using (ingest_date, dataset)
        where not ({{ is_announced('ingest_date') }})
        window same_day as (partition by ingest_date, dataset)
    ) as before
        on
            today.dataset = before.dataset
            and before.ingest_date between {{ add_days('today.ingest_date', '-' ~ setting('hour_days')) }} and {{ add_days('today.ingest_date', -1) }}
            and {{ is_weekend('today.ingest_date') }} = {{ is_weekend('before.ingest_date') }}
    where before.day_received > 0
{%- endmacro %}

{# True for a Saturday or Sunday. #}
{% macro is_weekend(column) %}{{ return('(' ~ column ~ ' >= ' ~ add_days("cast(date_trunc('week', " ~ column ~ ") as date)", 5) ~ ')') }}{% endmacro %}
