with corrections as (
    select * from {{ ref('int_corrected_lines') }} where {{ in_run_dates() }} and status <> 'unchanged'
),

changes as (
    {%- for feed in feeds() %}
    {%- set outer_loop = loop %}
    {%- for column in feed_columns(feed) %}
    {{ 'union all' if not (outer_loop.first and loop.first) }}
    select
        *,
        {{ sql_text(column) }} as column_name,
        {{ nth('received_texts', loop.index) }} as received_value,
        {{ nth('corrected_texts', loop.index) }} as corrected_value,
    from corrections
    where
        dataset = {{ sql_text(feed) }}
        and status = 'applied'
        and {{ nth('corrected_texts', loop.index) }} <> coalesce({{ nth('received_texts', loop.index) }}, '')
    {%- endfor %}
    {%- endfor %}
    union all
    select
        *,
        cast(null as varchar) as column_name,
        cast(null as varchar) as received_value,
        cast(null as varchar) as corrected_value,
    from corrections
    where status <> 'applied'
)

select
    ingest_date,
    dataset,

    -- which line
    source_file,
    line_number,
    received_line,

    -- what became of the correction
    status,
    problem,
    is_waived,
    is_clean,

    -- from what to what
    column_name,
    received_value,
    corrected_value,

    -- who
    corrected_by,
    note,
    correction_file,
    row_number,
from changes
