{#
  CTEs that add to `parsed`, see parse(feed), what the rules need from other rows, and apply them.
  They end in `checked`: what parse(feed) gives, with is_known_customer, is_row_duplicate,
  is_id_duplicate, is_rejected and is_warned.
#}
{% macro check_lines(feed) -%}
    {%- set duplicates = ref('int_' ~ feed ~ '_duplicates') -%}
    {{ known_customers(feed) }},

    compared as (
        select
            known.*,
            {%- for answer in ['is_row_duplicate', 'is_id_duplicate'] %}
            {%- if date_of_one_file(feed) %}
            known.line_number in (select line_number from {{ duplicates }} where {{ in_run_dates() }} and {{ answer }}) as {{ answer }},
            {%- else %}
            coalesce(duplicates.{{ answer }}, false) as {{ answer }},
            {%- endif %}
            {%- endfor %}
        from known
        {%- if not date_of_one_file(feed) %}
        left join {{ duplicates }} as duplicates
            on
                known.ingest_date = duplicates.ingest_date
                and known.source_file = duplicates.source_file
                and known.line_number = duplicates.line_number
        {%- endif %}
    ),

    checked as (
        select
            *,
            {{ any_rule_broken(feed, 'reject') | indent(12) }} as is_rejected,
            {{ any_rule_broken(feed, 'warn') | indent(12) }} as is_warned,
        from compared
    )
{%- endmacro %}
