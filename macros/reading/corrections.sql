{#
  What a correction says of the lines in a CTE, as columns: the line as received and as corrected, NULL
  where it was not corrected, and whether it is waived. join_corrections() gives the join they need.
#}
{% macro correction_columns(feed) -%}
    {%- if has_corrections(feed) -%}
    case when corrections.corrected_line is not null then corrections.received_line end as received_line,
    corrections.corrected_line,
    coalesce(corrections.is_waived, false) as is_waived,
    {%- else -%}
    cast(null as varchar) as received_line,
    cast(null as varchar) as corrected_line,
    false as is_waived,
    {%- endif -%}
{%- endmacro %}

{# Joins the run's corrections to the lines of a relation; nothing when there are none. #}
{% macro join_corrections(feed, lines) -%}
    {%- if not execute %}{% do source('raw', 'run_corrections') %}{% endif -%}
    {%- if has_corrections(feed) -%}
    left join {{ source('raw', 'run_corrections') }} as corrections
        on
            corrections.feed = {{ sql_text(feed) }}
            and corrections.status in ('applied', 'waived')
            and {{ lines }}.ingest_date = corrections.ingest_date
            and {{ lines }}.source_file = corrections.source_file
            and {{ lines }}.line_number = corrections.line_number
    {%- endif -%}
{%- endmacro %}
