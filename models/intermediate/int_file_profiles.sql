{%- for feed in feeds() %}
{{ 'union all' if not loop.first }}
select * from (
    with lines as (
        select * from {{ ref('stg_' ~ feed) }} where {{ in_run_dates() }}
    ),

    {{ received_lines(feed) | indent(4) }}

    select
        ingest_date,
        {{ sql_text(feed) }} as dataset,
        source_file,
        count(*) as data_lines,
        {{ lines_fingerprint('raw_line') }} as fingerprint,
        {{ missing_value_counts(feed) | indent(8) }} as missing_values,
    from received
    group by all
)
{%- endfor %}
