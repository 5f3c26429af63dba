{#
  The keys that earlier runs found (or would have found, but for the look-back itself) clean in the
  partitions that this run's dates look back to, as (ingest_date, <key>).
  Dates of this run are left out: they are being replaced.
#}
{% macro earlier_keys(feed, key, lookback_days) -%}
    {%- set staging = source('earlier_runs', 'stg_' ~ feed) if feed != 'customers' -%}
    {%- set dates = run_dates() -%}
    {%- if lookback_days == 0 or not dates or not is_loaded(staging) -%}
        select
            cast(null as date) as ingest_date,
            {%- for column in key %}
            cast(null as varchar) as {{ column }},
            {%- endfor %}
        where false
    {%- else -%}
        {%- set looked_at -%}
            ingest_date between {{ date_before(dates[0], lookback_days) }} and date '{{ dates[-1] }}'
            and not ({{ in_run_dates() }})
        {%- endset -%}
        select
            ingest_date,
            {{ key | join(', ') }},
        from {{ staging }}
        where is_clean and {{ looked_at }}
        union all
        select
            ingest_date,
            {{ key | join(', ') }},
        from {{ this }}
        where is_later_arrival and {{ looked_at }}
    {%- endif -%}
{%- endmacro %}
