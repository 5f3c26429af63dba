{#
  CTEs that read the lines in `lines` and add what the rules need from other rows.
  They end in `checked`: the columns of int_<feed>_parsed with is_known_customer, is_row_duplicate
  and is_id_duplicate.
#}
{% macro check_lines(feed) -%}
    {{ parse(feed) }},

    {{ known_customers(feed) }},

    checked as (
        select
            known.*,
            coalesce(duplicates.is_row_duplicate, false) as is_row_duplicate,
            coalesce(duplicates.is_id_duplicate, false) as is_id_duplicate,
        from known
        left join {{ ref('int_' ~ feed ~ '_duplicates') }} as duplicates
            on
                known.ingest_date = duplicates.ingest_date
                and known.source_file = duplicates.source_file
                and known.line_number = duplicates.line_number
    )
{%- endmacro %}
