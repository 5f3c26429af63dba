-- Without corrections in the run, no line is looked at.
{%- for feed in feeds() %}
{{ 'union all' if not loop.first }}
select
    corrections.ingest_date,
    corrections.feed as dataset,
    corrections.correction_file,
    corrections.row_number,
    corrections.source_file,
    corrections.line_number,
    corrections.status,
    corrections.problem,
    corrections.is_waived,
    {{ 'lines.is_clean' if has_corrections(feed) else 'cast(null as boolean) as is_clean' }},
    corrections.received_line,
    corrections.received_texts,
    corrections.corrected_texts,
    corrections.corrected_by,
    corrections.note,
from {{ source('raw', 'run_corrections') }} as corrections
{%- if has_corrections(feed) %}
left join {{ ref('stg_' ~ feed) }} as lines
    on
        corrections.status <> 'not applied'
        and {{ in_run_dates('lines.ingest_date') }}
        and corrections.ingest_date = lines.ingest_date
        and corrections.source_file = lines.source_file
        and corrections.line_number = lines.line_number
{%- else %}
-- depends_on: {{ ref('stg_' ~ feed) }}
{%- endif %}
where corrections.feed = {{ sql_text(feed) }}
{%- endfor %}
