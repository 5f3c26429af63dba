{#
  CTEs that read the lines in `lines`, add what the rules need from other rows, and apply them.
  They end in `checked`: what parse(feed) gives, with is_known_customer, is_row_duplicate,
  is_id_duplicate, is_rejected, is_warned, and what corrections say.
#}
{% macro check_lines(feed) -%}
    {{ parse(feed) }},

    {{ known_customers(feed) }},

    compared as (
        select
            known.*,
            coalesce(duplicates.is_row_duplicate, false) as is_row_duplicate,
            coalesce(duplicates.is_id_duplicate, false) as is_id_duplicate,
            {{ correction_columns(feed) | indent(12) }}
        from known
        left join {{ ref('int_' ~ feed ~ '_duplicates') }} as duplicates
            on
                known.ingest_date = duplicates.ingest_date
                and known.source_file = duplicates.source_file
                and known.line_number = duplicates.line_number
        {{ join_corrections(feed, 'known') | indent(8) }}
    ),

    checked as (
        select
            *,
            {{ any_rule_broken(feed, 'reject') | indent(12) }} as is_rejected,
            {{ any_rule_broken(feed, 'warn') | indent(12) }} as is_warned,
        from compared
    )
{%- endmacro %}
