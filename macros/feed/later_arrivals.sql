{#
  CTEs from `placed` to `arrived`: every line's place, its key, and whether it would be clean but for a line with that key
  that would be clean in an earlier partition within the look-back, of this run or (`earlier`) loaded before.
  `placed` is read once: Spark plans all that is below it anew for each reader.
#}
{% macro later_arrivals(feed) -%}
    {%- set key, lookback_days = key_columns(feed), lookback_of(feed) -%}
    arrivals as (
        select
            ingest_date,
            source_file,
            line_number,
            {{ key_values(feed, named=true) }},
            place,
            is_repeated_id,
            copy_number > 1 as is_row_duplicate,
            best_source_file,
            best_line_number,
            coalesce(place = 1, false) and not has_other_reason as is_acceptable,
            true as is_of_this_run,
        from placed
        union all
        select
            ingest_date,
            cast(null as varchar) as source_file,
            cast(null as bigint) as line_number,
            {{ key | join(', ') }},
            cast(null as bigint) as place,
            false as is_repeated_id,
            false as is_row_duplicate,
            cast(null as varchar) as best_source_file,
            cast(null as bigint) as best_line_number,
            true as is_acceptable,
            false as is_of_this_run,
        from earlier
    ),

    in_order as (
        select
            *,
            lag(ingest_date) over by_key as previous_ingest_date,
        from arrivals
        window by_key as (partition by is_acceptable, {{ key | join(', ') }} order by ingest_date)
    ),

    arrived as (
        select
            *,
            coalesce(is_acceptable and ingest_date <= {{ date_after('previous_ingest_date', lookback_days) }}, false) as is_later_arrival,
        from in_order
        where is_of_this_run
    )
{%- endmacro %}
