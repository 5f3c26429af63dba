-- The columns whose missing values no rule counts. In a file whose last column is ingest_date, a line
-- that ends in the partition's date has one: only the other lines are read once more.
with files as (
    select
        ingest_date,
        source_file,
        cast(ingest_date as varchar) as partition_date,
        coalesce({{ nth('column_positions', list_length('column_positions')) }} = column_count, false) as ends_in_date,
    from {{ ref('stg_files') }}
    where {{ in_run_dates() }}
)

{%- for feed in feeds() %}
{{ 'union all' if not loop.first }}
select * from (
    with lines as (
        select stg.*
        from {{ ref('stg_' ~ feed) }} as stg
        inner join files
            on stg.ingest_date = files.ingest_date and stg.source_file = files.source_file
        where
            {{ in_run_dates('stg.ingest_date') }}
            {%- if feed != 'orders' %}
            and not (files.ends_in_date and {{ ends_with('stg.raw_line', 'files.partition_date') }})
            {%- endif %}
    ),

    {{ received_lines(feed) | indent(4) }}

    {%- for column in ['ingest_date', 'amount'] if column != 'amount' or feed == 'orders' %}
    {{ 'union all' if not loop.first }}
    select
        ingest_date,
        {{ sql_text(feed) }} as dataset,
        {{ sql_text(column) }} as column_name,
        count(*) as rows,
    from received
    where not is_malformed and not is_column_missing and {{ value(column) | indent(8) }} is null
    group by ingest_date
    {%- endfor %}
)
{%- endfor %}
