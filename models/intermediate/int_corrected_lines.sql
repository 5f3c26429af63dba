-- Without corrections in the run, no line is looked at.
with corrections as (
    select * from {{ ref('int_corrections') }} where {{ in_run_dates() }}
),

kept as (
    {%- for feed in feeds() if has_corrections(feed) %}
    {{ 'union all' if not loop.first }}
    select ingest_date, source_file, line_number
    from {{ ref('clean_' ~ feed) }}
    where {{ in_run_dates() }}
    {%- else %}
    select cast(null as date) as ingest_date, cast(null as varchar) as source_file, cast(null as bigint) as line_number
    where false
    {%- endfor %}
)

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
    case when corrections.status <> 'not applied' then kept.line_number is not null end as is_clean,
    corrections.received_line,
    corrections.received_texts,
    corrections.corrected_texts,
    corrections.corrected_by,
    corrections.note,
from corrections
left join kept
    on
        corrections.ingest_date = kept.ingest_date
        and corrections.source_file = kept.source_file
        and corrections.line_number = kept.line_number
{%- for feed in feeds() %}
-- depends_on: {{ ref('clean_' ~ feed) }}
{%- endfor %}
