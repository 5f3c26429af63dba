{{ config(meta={'plain_columns': ['received_line']}) }}

-- What becomes of each correction of the run. Without any, no line is looked at.
{%- set feeds_with_corrections = corrected_feeds() %}
{%- for feed in feeds_with_corrections %}
{{ 'union all' if not loop.first }}
select * from (
    {{ judged_corrections(feed) | indent(4) }}
)
{%- else %}
select
    cast(null as date) as ingest_date,
    {%- for column in ['feed', 'correction_file', 'source_file', 'corrected_by', 'note', 'status', 'problem', 'received_line', 'corrected_line'] %}
    cast(null as varchar) as {{ column }},
    {%- endfor %}
    cast(null as bigint) as row_number,
    cast(null as bigint) as line_number,
    cast(null as boolean) as is_waived,
    cast(null as varchar[]) as received_texts,
    cast(null as varchar[]) as corrected_texts,
where false
{%- endfor %}
-- depends_on: {{ source('raw', 'run_corrections') }}, {{ ref('stg_files') }}
{%- for feed in feeds() %}
-- depends_on: {{ ref('stg_' ~ feed) }}
{%- endfor %}
