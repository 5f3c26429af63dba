{# A subquery of the rows of a clean model as check_lines() would show them, were they received again. #}
{% macro clean_as_checked(model, feed) -%}
    select
        source_file,
        line_number,
        ingest_date,
        {%- for column, entry in var('feeds')[feed]['columns'].items() %}
        {{ value_as_checked(feed, column, entry) | indent(8) }}
        {%- endfor %}
        false as is_malformed,
        false as is_column_missing,
        false as is_row_duplicate,
        false as is_id_duplicate,
        true as is_known_customer,
    from {{ model }}
    where {{ in_run_dates() }}
{%- endmacro %}

{# What parse() would give of a column's value in clean, for a select list. What was received as a text is asked for NULL alone. #}
{% macro value_as_checked(feed, column, entry) -%}
    {%- set value = parsed_value(feed, column) -%}
    {%- if entry.kind == 'partition' -%}
        false as has_other_{{ column }},
    {%- elif is_text_kind(entry.kind) -%}
        {{ column }},
    {%- elif entry.kind == 'timestamp' -%}
        {{ column }}_utc as {{ column }}_value,
        {{ column }}_utc,
    {%- elif entry.kind == 'amount' -%}
        {{ column }} as {{ column }}_value,
        {{ column }} as received_{{ column }},
        {{ entry.currency }} as {{ column }}_currency,
    {%- else -%}
        {{ value }} as {{ column }}_value,
        {{ value }} as {{ column }},
    {%- endif -%}
{%- endmacro %}
