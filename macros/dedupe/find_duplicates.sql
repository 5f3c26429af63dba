{#
  The lines of a feed that repeat others, over the run's dates: one row per line that is an exact copy
  of an earlier line of its partition, loses to a better line with its key, or follows a line with its
  key in an earlier partition within the look-back. `key` lists the columns that make the feed's key,
  the id first; `time` is its business timestamp.

  Only lines whose id occurs more than once are read closely: a window over all lines would sort them
  all. No filter stands on what is computed from a line: the engine would compute it once more for it.
#}
{% macro find_duplicates(feed, key, time) -%}
    {%- set id = key[0] -%}
    {%- set lookback_days = var('lookback_days')[feed] -%}
    with run_lines as not materialized (
        select * from {{ ref('stg_' ~ feed) }} where {{ in_run_dates() }}
    ),

    ids as not materialized (
        with lines as not materialized (
            select * from run_lines
        ),

        {{ received_lines(feed) | indent(8) }}

        select
            ingest_date,
            source_file,
            line_number,
            not is_malformed and not is_column_missing as takes_part,
            case
                when not is_malformed and not is_column_missing then {{ value(id) | indent(16) }}
            end as {{ id }},
        from received
    ),

    earlier as (
        {{ earlier_keys(feed, key, lookback_days) | indent(8) }}
    ),

    repeated_ids as (
        select {{ id }}
        from ids
        group by {{ id }}{{ ', ingest_date' if lookback_days == 0 }}
        having count({{ id }}) > 1
        union
        select {{ id }}
        from earlier
        where {{ id }} in (select {{ id }} from ids)
    ),

    suspects as (
        select
            ingest_date,
            source_file,
            line_number,
        from ids
        where case when takes_part then {{ id }} is null or {{ id }} in (select {{ id }} from repeated_ids) else false end
    ),

    lines as (
        select run_lines.*
        from run_lines
        inner join suspects
            on
                run_lines.ingest_date = suspects.ingest_date
                and run_lines.source_file = suspects.source_file
                and run_lines.line_number = suspects.line_number
    ),

    {{ parse(feed) | indent(4) }},

    {{ known_customers(feed) | indent(4) }},

    {{ rank_duplicates(feed, key, time) | indent(4) }},

    {{ later_arrivals(key, lookback_days) | indent(4) }}

    select
        ingest_date,
        source_file,
        line_number,

        -- key
        {{ key | join(', ') }},

        -- what it repeats
        is_row_duplicate,
        coalesce(place > 1, false) or is_later_arrival as is_id_duplicate,
        is_later_arrival,
        is_repeated_id,

        -- the line that stays instead
        winner_ingest_date,
        winner_source_file,
        winner_line_number,
    from arrived
    where is_row_duplicate or place > 1 or is_later_arrival or is_repeated_id
{%- endmacro %}
