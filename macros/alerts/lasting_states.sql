{#
  Since when a feed has had all its unknown columns without a break: a query of ingest_date, dataset and since, one row
  per date and feed that has any beside lines; on the date on which the latest of them came, that is the date itself.
#}
{% macro unknown_columns_since() -%}
    {%- set named -%}
        select distinct ingest_date, dataset, {{ unnested('unexpected_columns') }} as name
        from {{ ref('feed_files') }}
        where has_header
    {%- endset -%}
    select
        ingest_date,
        dataset,
        max(begun) as since,
    from (
        select
            ingest_date,
            dataset,
            min(ingest_date) over (partition by dataset, name, run) as begun,
        from {{ in_runs(named, 'dataset, name') }} as runs
    ) as columns_of_runs
    group by ingest_date, dataset
{%- endmacro %}

{# Since when a feed has had the same content: a query of ingest_date, dataset and since, one row per date and feed that repeats the one before. #}
{% macro repeated_since() -%}
    select
        ingest_date,
        dataset,
        min(previous_ingest_date) over (partition by dataset, run) as since,
    from {{ in_runs('select * from ' ~ ref('int_repeated_feeds'), 'dataset') }} as runs
{%- endmacro %}

{#
  The rows of a query by date and dataset with the run they are in, as a subquery: `run` is the same, among rows alike in
  the columns `alike`, as long as no date with lines is passed over.
#}
{% macro in_runs(query, alike) -%}
    (
        select
            found.*,
            partitions.number - row_number() over (partition by {{ alike }} order by found.ingest_date) as run,
        from ({{ query }}) as found
        inner join (
            select ingest_date, dataset, row_number() over (partition by dataset order by ingest_date) as number
            from {{ ref('daily_volume') }}
            where total > 0
        ) as partitions using (ingest_date, dataset)
    )
{%- endmacro %}
