{#
  The lines of a feed that repeat others, over the run's dates: one row per line that is an exact copy
  of an earlier line of its partition, loses to a better line with its key, or follows a line with its
  key in an earlier partition within the look-back. `key` lists the columns that make the feed's key,
  the id first; `time` is its business timestamp.

  Only lines whose id occurs more than once, or who have none, are read closely: a window over all
  lines would sort them all.
#}
{% macro find_duplicates(feed, key, time) -%}
    {%- set id = key[0] -%}
    {%- set lookback_days = var('lookback_days')[feed] -%}
    with run_lines as not materialized (
        select * from {{ ref('stg_' ~ feed) }} where {{ in_run_dates() }}
    ),

    earlier as (
        {{ earlier_keys(feed, key, lookback_days) | indent(8) }}
    ),

    repeated_ids as (
        select id_hash
        from run_lines
        group by id_hash{{ ', ingest_date' if lookback_days == 0 }}
        having count(id_hash) > 1
        union
        select {{ key_hash(id) }} as id_hash
        from earlier
        where {{ key_hash(id) }} in (select id_hash from run_lines)
    ),

    lines as (
        select *
        from run_lines
        where id_hash is null or id_hash in (select id_hash from repeated_ids)
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
