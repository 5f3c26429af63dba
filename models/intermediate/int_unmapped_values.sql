{%- for feed in feeds() %}
{%- set outer_loop = loop %}
{%- set columns = category_columns(feed) %}
{{ 'union all' if not loop.first }}
select * from (
    with lines as (
        select *
        from {{ ref('stg_' ~ feed) }}
        where
            {{ in_run_dates() }} and raw_line is not null and (
                {%- for rule in rules(feed) if rule.name.endswith('_unknown') %}
                {{ 'or ' if not loop.first }}{{ list_has('warnings' if rule.severity == 'warn' else 'reject_reason', sql_text(rule.name)) }}
                {%- endfor %}
            )
    ),

    {{ received_texts(feed) | indent(4) }}

    {% for column, category in columns.items() %}
    {{ 'union all' if not loop.first }}
    select
        ingest_date,
        {{ sql_text(category) }} as category,
        {{ category_name(trimmed(column ~ '_raw', 'true'), 'true') }} as name,
        count(*) as rows,
    from received
    where {{ list_has(list_concat('reject_reason', 'warnings'), sql_text(column ~ '_unknown')) }}
    group by all
    {%- endfor %}
)
{%- endfor %}
