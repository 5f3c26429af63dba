-- A key is in clean once: a customer per partition, an event and an order's status within their look-back, which is
-- the partition alone where a later arrival replaces an earlier one.
-- Rows that carry the duplicate rule as a warning (rule_severities) are meant to be there.
{%- for feed in feeds() %}
{%- set id, columns, lookback_days = feed_setting(feed, 'id'), key_columns(feed) | join(', '), lookback_of(feed) %}
{%- set dates = run_dates() %}
{{ 'union all' if not loop.first }}
select * from (
    with rows_of_run as (
        select
            ingest_date,
            {{ columns }},
            {{ key_hash(id) }} as id_hash,
        from {{ ref('clean_' ~ feed) }}
        where
            {{ in_run_dates() }}
            and not {{ is_kept_despite(feed, ['row_duplicate', id ~ '_duplicate']) }}
    ),

    rows_before as (
        select
            ingest_date,
            {{ columns }},
            {{ key_hash(id) }} as id_hash,
        from {{ ref('clean_' ~ feed) }}
        where
            {%- if dates and lookback_days > 0 %}
            ingest_date between {{ date_before(dates[0], lookback_days) }} and date '{{ dates[-1] }}'
            and not ({{ in_run_dates() }})
            {%- else %}
            false
            {%- endif %}
    ),

    repeated as (
        {{ repeated_values('rows_of_run', 'id_hash', by_date=lookback_days == 0) | indent(8) }}
        union
        select rows_of_run.id_hash
        from rows_of_run
        inner join rows_before on rows_of_run.id_hash = rows_before.id_hash
    ),

    suspects as (
        select * from rows_of_run where id_hash in (select id_hash from repeated)
        union all
        select * from rows_before where id_hash in (select id_hash from repeated)
    ),

    in_order as (
        select
            *,
            lag(ingest_date) over (partition by {{ columns }} order by ingest_date) as previous_ingest_date,
        from suspects
    )

    select
        {{ sql_text(feed) }} as dataset,
        ingest_date,
        previous_ingest_date,
        {{ id }} as id,
    from in_order
    where {{ in_run_dates() }} and ingest_date <= {{ date_after('previous_ingest_date', lookback_days) }}
)
{%- endfor %}
