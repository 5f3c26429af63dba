{#
  What is amiss with the customers of the run's dates, as far as it makes orphans of other feeds' lines: a query of
  ingest_date and problem, one row per date. It needs `volume` and `files`, one row per date and feed.
#}
{% macro problems_of_customers() -%}
    select
        volume.ingest_date,
        case
            when coalesce(files.files, 0) = 0 then 'there is no customers file'
            when volume.total = 0 then 'the customers file has no lines'
            when files.missing_columns > 0 then 'a customers file lacks columns'
            when {{ is_mostly_rejected('volume') }} then 'most customers are in quarantine'
        end as problem,
    from volume
    left join files on volume.ingest_date = files.ingest_date and volume.dataset = files.dataset
    where volume.dataset = 'customers'
{%- endmacro %}

{# SQL of how many columns a file of the feed of a row must have. #}
{% macro required_column_count() %}
    {%- set counts = {} -%}
    {%- for feed in feeds() %}{% do counts.update({feed: required_columns(feed) | length}) %}{% endfor -%}
    {{ return(by_feed(counts)) }}
{% endmacro %}
