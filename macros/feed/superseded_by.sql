{#
  The partition that replaced a clean row: the next within the look-back with a clean row of its key. NULL where there is
  none, and where the first arrival stays.
#}
{% macro superseded_by(feed) -%}
    {%- set days = feed_setting(feed, 'lookback_days') -%}
    {%- if days and feed_setting(feed, 'across_partitions') == 'replace' -%}
    min(ingest_date) over (
        partition by {{ key_columns(feed) | join(', ') }}
        order by ingest_date range between interval 1 day following and interval {{ days }} day following
    )
    {%- else -%}
    cast(null as date)
    {%- endif -%}
{%- endmacro %}
