{#
  CTEs from `before` and `quarantined` to `resolved`: the rows of the ledger that are no longer in quarantine,
  with what resolved them.
#}
{% macro resolved_rows(now) -%}
    gone as (
        select before.*
        from before
        left join quarantined on before.ingest_date = quarantined.ingest_date and before.row_id = quarantined.row_id
        where quarantined.row_id is null
    ),

    unchanged as (
        {%- for feed in feeds() %}
        {{ 'union all' if not loop.first }}
        select
            ingest_date,
            row_id,
            is_corrected,
        from (
            select
                lines.ingest_date,
                lines.source_file,
                lines.line_number,
                gone.row_id,
                lines.is_corrected,
                lines.raw_line,
            from {{ run_lines(feed) | indent(12) }} as lines
            inner join gone
                on
                    gone.dataset = {{ sql_text(feed) }}
                    and gone.status <> 'resolved'
                    and lines.ingest_date = gone.ingest_date
                    and lines.source_file = gone.source_file
                    and lines.line_number = gone.line_number
        )
        where {{ row_id(feed, 'raw_line') }} = row_id
        {%- endfor %}
    ),

    resolved as (
        select
            gone.row_id,
            gone.ingest_date,
            gone.dataset,
            gone.source_file,
            gone.line_number,
            gone.reject_reason,
            gone.first_seen,
            'resolved' as status,
            case when gone.status = 'resolved' then gone.status_since else {{ now }} end as status_since,
            case
                when gone.status = 'resolved' then gone.resolved_by
                when unchanged.row_id is null then 'new_file'
                when unchanged.is_corrected then 'correction'
                when {{ list_length(filtered('gone.reject_reason', 'reason', "right(reason, 8) = '_unknown'")) }} > 0 then 'vocabulary'
                when {{ list_has('gone.reject_reason', sql_text('customer_id_orphan')) }} then 'late_customer'
                else 'other'
            end as resolved_by,
        from gone
        left join unchanged on gone.ingest_date = unchanged.ingest_date and gone.row_id = unchanged.row_id
    )
{%- endmacro %}
