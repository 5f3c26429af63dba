{#
  The lines of a feed that repeat others, over the run's dates: one row per line that is an exact copy
  of an earlier line of its partition, loses to a better line with its key, or follows a line with its
  key in an earlier partition within the look-back. Key, business time and look-back are the feed book's.

  Only lines whose id occurs more than once are read closely: a window over all lines would sort them all.
#}
{% macro find_duplicates(feed) -%}
    {%- set id, lookback_days, columns = feed_setting(feed, 'id'), lookback_of(feed), feed_columns(feed) -%}
    {%- set place = columns.index(id) + 1 if id in columns else 1 -%}  {#- an id that is no column is refused later #}
    with located as (
        select
            lines.line_id,
            lines.ingest_date,
            {{ id_of_line(feed, 'lines.line', 'files.delimiter', nth('files.column_positions', place)) | indent(12) }} as id_raw,
            files.is_trimmed,
        from {{ run_lines(feed) }} as lines
        {{ join_files(feed, 'lines') | indent(8) }}
    ),

    named as (
        select
            line_id,
            ingest_date,
            {{ trimmed('id_raw', where_untrimmed(feed, has_blanks('id_raw'), 'id_raw')) | indent(12) }} as {{ id }},
        from located
    ),

    {#- Words for a missing id need no care here: lines that say so alike are suspects, and told apart below. #}
    hashed as materialized (
        select
            line_id,
            {{ 'ingest_date,' if lookback_days == 0 }}
            {{ key_hash(id) }} as id_hash,
        from named
    ),

    earlier as (
        {{ earlier_keys(feed) | indent(8) }}
    ),

    repeated_ids as (
        {{ repeated_values('hashed', 'id_hash', by_date=lookback_days == 0) | indent(8) }}
        union
        {#- A join, not `in`: the engine may look up the fewer in the more. #}
        select hashed.id_hash
        from hashed
        inner join earlier on hashed.id_hash = {{ key_hash('earlier.' ~ id) }}
    ),

    suspects as (
        select line_id
        from hashed
        where id_hash in (select id_hash from repeated_ids)
    ),

    lines as (
        select lines.*
        from {{ run_lines(feed) }} as lines
        inner join suspects on lines.line_id = suspects.line_id
    ),

    {{ parse(feed) | indent(4) }},

    {{ known_customers(feed) | indent(4) }},

    {{ rank_duplicates(feed) | indent(4) }},

    {{ later_arrivals(feed) | indent(4) }}

    select
        ingest_date,
        source_file,
        line_number,

        -- key
        {{ key_columns(feed) | join(', ') }},

        -- what it repeats
        is_row_duplicate,
        coalesce(place > 1, false) or is_later_arrival as is_id_duplicate,
        is_later_arrival,
        is_repeated_id,

        -- the line that stays instead
        case when is_later_arrival then previous_ingest_date else ingest_date end as winner_ingest_date,
        {#- Where in an earlier partition the winner stands may change without making this date stale. #}
        case when not is_later_arrival then best_source_file end as winner_source_file,
        case when not is_later_arrival then best_line_number end as winner_line_number,
    from arrived
    where is_row_duplicate or place > 1 or is_later_arrival or is_repeated_id
{%- endmacro %}
