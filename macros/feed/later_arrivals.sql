{#
  CTEs from `placed` to `arrived`: which lines would be clean but for a line with their key that would
  be clean in an earlier partition within the look-back, of this run or (`earlier`) loaded before.
#}
{% macro later_arrivals(feed) -%}
    {%- set key, lookback_days = key_columns(feed), lookback_of(feed) -%}
    arrivals as (
        select
            ingest_date,
            source_file,
            line_number,
            {{ key_values(feed, named=true) }},
            true as is_of_this_run,
        from placed
        where place = 1 and not has_other_reason
        union all
        select
            ingest_date,
            cast(null as varchar) as source_file,
            cast(null as bigint) as line_number,
            {{ key | join(', ') }},
            false as is_of_this_run,
        from earlier
    ),

    in_order as (
        select
            *,
            lag(ingest_date) over by_key as previous_ingest_date,
        from arrivals
        window by_key as (partition by {{ key | join(', ') }} order by ingest_date)
    ),

    preceded as (
        select *
        from in_order
        where is_of_this_run and ingest_date <= {{ date_after('previous_ingest_date', lookback_days) }}
    ),

    arrived as (
        select
            placed.*,
            placed.copy_number > 1 as is_row_duplicate,
            preceded.line_number is not null as is_later_arrival,
            coalesce(preceded.previous_ingest_date, placed.ingest_date) as winner_ingest_date,
            {#- Where in an earlier partition the winner stands may change without making this date stale. #}
            case when preceded.line_number is null then placed.best_source_file end as winner_source_file,
            case when preceded.line_number is null then placed.best_line_number end as winner_line_number,
        from placed
        left join preceded
            on
                placed.ingest_date = preceded.ingest_date
                and placed.source_file = preceded.source_file
                and placed.line_number = preceded.line_number
    )
{%- endmacro %}
