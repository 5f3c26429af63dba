{%- set columns = [] -%}
{%- for feed in feeds() -%}
    {%- for column in feed_columns(feed) %}{% do columns.append([feed, loop.index, column]) %}{% endfor -%}
{%- endfor -%}
with corrections as (
    select * from {{ ref('int_corrected_lines') }} where {{ in_run_dates() }} and status <> 'unchanged'
),

changes as (
    select
        corrections.*,
        feed_columns.column_name,
        {{ nth('corrections.received_texts', 'feed_columns.place') }} as received_value,
        {{ nth('corrections.corrected_texts', 'feed_columns.place') }} as corrected_value,
    from corrections
    inner join {{ inline_table(columns) }} as feed_columns(dataset, place, column_name)
        on corrections.dataset = feed_columns.dataset
    where
        corrections.status = 'applied'
        and {{ nth('corrections.corrected_texts', 'feed_columns.place') }}
        <> coalesce({{ nth('corrections.received_texts', 'feed_columns.place') }}, '')
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
