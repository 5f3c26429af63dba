{#
  The keys that earlier runs found (or would have found, but for the look-back itself) clean in the
  partitions that this run's dates look back to, as (ingest_date, <key>).
  Dates of this run are left out: they are being replaced.
#}
{% macro earlier_keys(feed) -%}
    {%- set key, lookback_days, dates = key_columns(feed), lookback_of(feed), run_dates() -%}
    {%- if lookback_days == 0 or not dates or not is_loaded(earlier_clean(feed)) -%}
        select
            cast(null as date) as ingest_date,
            {%- for column in key %}
            cast(null as {{ comparable_columns(feed)[column][1] }}) as {{ column }},
            {%- endfor %}
        where false
    {%- else -%}
        {%- set looked_at -%}
            ingest_date between {{ date_before(dates[0], lookback_days) }} and date '{{ dates[-1] }}'
            and not ({{ in_run_dates() }})
        {%- endset -%}
        select
            ingest_date,
            {%- for column in key %}
            {{ parsed_value(feed, column) }} as {{ column }},
            {%- endfor %}
        from {{ earlier_clean(feed) }}
        where {{ looked_at }}
        union all
        select
            ingest_date,
            {{ key | join(', ') }},
        from {{ this }}
        where is_later_arrival and {{ looked_at }}
    {%- endif -%}
{%- endmacro %}

{#
  A feed's clean table as earlier runs left it. Not a ref, which would close a circle: clean depends on the
  duplicates, and the duplicates of a date look back at clean lines of earlier dates.
#}
{% macro earlier_clean(feed) %}
    {{ return(api.Relation.create(database=target.get('database'), schema='clean', identifier='clean_' ~ feed)) }}
{% endmacro %}
