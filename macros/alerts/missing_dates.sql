{#
  The dates that never came before the run's dates, by feed: a query of one row per date and feed with a gap before it, with
  whether the feed has a daily rhythm, be it one of working days. The rhythm is that of the latest partitions and their
  weekdays, if at most one such date is missing among them and they are of the last three months. `is_told` is true of one feed of a date.
#}
{% macro missing_dates() -%}
    with latest as (
        select
            ingest_date,
            dataset,
            before_ingest_date,
            extract(dow from before_ingest_date) as weekday,
        from {{ ref('int_baseline_days') }}
        where age is not null and {{ in_run_dates() }}
    ),

    gaps as (
        select
            ingest_date,
            dataset,
            count(*) as partitions,
            min(before_ingest_date) as first_date,
            max(before_ingest_date) as last_date,
        from latest
        group by ingest_date, dataset
        having max(before_ingest_date) < {{ add_days('ingest_date', -1) }}
    ),

    lacking as (
        select
            days.ingest_date,
            days.dataset,
            days.day,
            days.day > days.last_date as is_in_gap,
        from (
            select gaps.*, cast({{ add_days('gaps.ingest_date', '-numbers.number') }} as date) as day
            from gaps
            cross join {{ numbers(1, 92) }} as numbers(number)
        ) as days
        inner join (select distinct ingest_date, dataset, weekday from latest) as weekdays
            on
                days.ingest_date = weekdays.ingest_date
                and days.dataset = weekdays.dataset
                and extract(dow from days.day) = weekdays.weekday
        left join {{ ref('daily_volume') }} as loaded
            on days.dataset = loaded.dataset and days.day = loaded.ingest_date
        where days.day >= days.first_date and loaded.ingest_date is null and not ({{ is_announced('days.day') }})
    ),

    found as (
        select
            gaps.ingest_date,
            gaps.dataset,
            gaps.partitions = {{ setting('baseline_partitions') }}
            and gaps.first_date >= {{ add_days('gaps.ingest_date', -92) }}
            and count(case when not lacking.is_in_gap then 1 end) <= 1 as has_rhythm,
            count(case when lacking.is_in_gap then 1 end) as dates,
            {{ collected_present('case when lacking.is_in_gap then cast(lacking.day as varchar) end', 'lacking.day') }} as date_list,
        from gaps
        left join lacking using (ingest_date, dataset)
        group by gaps.ingest_date, gaps.dataset, gaps.partitions, gaps.first_date
    )

    select
        *,
        {%- set off = switched_off('date_missing') %}
        {%- set place = feed_place() %}
        {{ place }} = min(case when has_rhythm and dates > 0 {{ 'and dataset not in (' ~ off ~ ')' if off }} then {{ place }} end)
            over (partition by ingest_date) as is_told,
    from found
{%- endmacro %}

{# Where a dataset stands in the feed book, 1 for the first. #}
{% macro feed_place() %}
    {%- set places = {} -%}
    {%- for feed in feeds() %}{% do places.update({feed: loop.index}) %}{% endfor -%}
    {{ return(by_feed(places)) }}
{% endmacro %}
