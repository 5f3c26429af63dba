-- Which spellings does no vocabulary know? The most frequent first, with the day each was first seen.
{%- for feed, columns in {'customers': ['country', 'status'], 'events': ['event_type', 'platform'], 'orders': ['currency', 'status']}.items() %}
{%- set outer_loop = loop %}
{%- for column in columns %}
{{ 'union all' if not (outer_loop.first and loop.first) }}
select * from (
    with lines as (
        select *
        from {{ ref('stg_' ~ feed) }}
        where {{ list_has(list_concat('reject_reason', 'warnings'), sql_text(column ~ '_unknown')) }}
    ),

    {{ received_texts(feed) | indent(4) }}

    select
        {{ sql_text(feed) }} as dataset,
        {{ sql_text(column) }} as column_name,
        {{ column }}_raw as value,
        count(*) as rows,
        min(ingest_date) as first_seen,
    from received
    group by all
)
{%- endfor %}
{%- endfor %}
order by rows desc
