{#
  The lines of a feed in this run, as a subquery of staging: (line_id, ingest_date, source_file, line_number,
  raw_line, line, flaw, is_corrected, is_waived). `raw_line` is what was received and `line` what is to be read,
  which a correction may have changed; `line_id` is what no other line of the query has.
#}
{% macro run_lines(feed) -%}
    (
        select
            {{ line_id('staged') }} as line_id,
            staged.ingest_date,
            staged.source_file,
            staged.line_number,
            staged.raw_line,
            {%- if has_corrections(feed) %}
            coalesce(corrections.corrected_line, staged.raw_line) as line,
            case when corrections.corrected_line is null then staged.flaw end as flaw,
            corrections.corrected_line is not null as is_corrected,
            coalesce(corrections.is_waived, false) as is_waived,
            {%- else %}
            staged.raw_line as line,
            staged.flaw,
            false as is_corrected,
            false as is_waived,
            {%- endif %}
        from {{ ref('stg_' ~ feed) }} as staged
        {%- if has_corrections(feed) %}
        left join {{ ref('int_corrections') }} as corrections
            on
                corrections.feed = {{ sql_text(feed) }}
                and corrections.status in ('applied', 'waived')
                and {{ in_run_dates('corrections.ingest_date') }}
                and staged.ingest_date = corrections.ingest_date
                and staged.source_file = corrections.source_file
                and staged.line_number = corrections.line_number
        {%- else %}
        -- depends_on: {{ ref('int_corrections') }}
        {%- endif %}
        where {{ in_run_dates('staged.ingest_date') }}
    )
{%- endmacro %}
