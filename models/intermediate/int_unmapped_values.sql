{%- for feed in feeds() %}
{%- set categories = columns_of_kind(feed, 'category') %}
{{ 'union all' if not loop.first }}
select * from (
    with unknown as (
        select source_file, line_number, ingest_date, warnings as rules
        from {{ ref('clean_' ~ feed) }}
        where {{ in_run_dates() }} and {{ has_unknown(categories, 'warnings') }}
        union all
        select source_file, line_number, ingest_date, {{ list_concat('reject_reason', 'warnings') }} as rules
        from {{ ref('quarantine_' ~ feed) }}
        where {{ in_run_dates() }} and ({{ has_unknown(categories, 'reject_reason') }} or {{ has_unknown(categories, 'warnings') }})
    ),

    lines as (
        select
            lines.*,
            unknown.rules,
        from {{ run_lines(feed) | indent(8) }} as lines
        inner join unknown
            on
                lines.ingest_date = unknown.ingest_date
                and lines.source_file = unknown.source_file
                and lines.line_number = unknown.line_number
    ),

    {{ received_lines(feed) | indent(4) }}

    {% for column, entry in categories.items() %}
    {{ 'union all' if not loop.first }}
    select
        ingest_date,
        {{ sql_text(entry.category) }} as category,
        {{ category_name(trimmed(column ~ '_raw', 'true'), 'true') }} as name,
        count(*) as rows,
    from received
    where {{ list_has('rules', sql_text(column ~ '_unknown')) }}
    group by all
    {%- else %}
    select cast(null as date), cast(null as varchar), cast(null as varchar), cast(null as bigint) where false
    {%- endfor %}
)
{%- endfor %}
