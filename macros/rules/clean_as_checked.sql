{#
  A subquery of the rows of a clean model as check_lines() would show them, were they received again. A value
  that clean doesn't show was there all the same where a warning of the row says so.
#}
{% macro clean_as_checked(model, feed) -%}
    select
        source_file,
        line_number,
        ingest_date,
        {%- for column, entry in column_book(feed).items() %}
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
    {%- set value = column ~ '_utc' if entry.kind == 'timestamp' else parsed_value(feed, column) -%}
    {%- set failures = [] -%}
    {%- for failure in ['unknown', 'invalid', 'negative', 'too_long'] %}{% do failures.append(column ~ '_' ~ failure) %}{% endfor -%}
    {%- if entry.kind == 'partition' -%}
        false as has_other_{{ column }},
    {%- elif is_text_kind(entry.kind) -%}
        {{ column }},
    {%- else -%}
        case
            when {{ value }} is not null then cast({{ value }} as varchar)
            when {{ is_kept_despite(feed, failures) }} then 'something'
        end as {{ column }}_value,
        {%- if entry.kind == 'amount' %}
        {{ column }} as received_{{ column }},
        {{ entry.currency }} as {{ column }}_currency,
        {{ is_kept_despite(feed, [column ~ '_ambiguous']) }} as is_{{ column }}_ambiguous,
        {%- else %}
        {{ value }}{{ ' as ' ~ column if value != column and entry.kind != 'timestamp' }},
        {%- endif %}
        {%- if entry.category == 'order_status' %}
        {{ named_value(entry.category, column, 'sign') }} as {{ column }}_sign,
        {%- endif %}
        {%- if entry.whole %}
        {#- What a bigint can't hold is on one side of all limits. #}
        case
            when {{ column }} is not null then {{ column }}
            when {{ is_kept_despite(feed, [column ~ '_negative']) }} then -{{ 10 ** 18 }}
            when {{ is_kept_despite(feed, [column ~ '_too_long']) }} then {{ 10 ** 18 }}
        end as {{ column }}_outward,
        {%- endif %}
    {%- endif -%}
{%- endmacro %}
