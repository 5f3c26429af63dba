{#
  A subquery of the rows of a clean model as check_lines() would show them, were they received again. A value
  that clean doesn't show was there all the same where a warning of the row says so.
#}
{% macro clean_as_checked(model, feed) -%}
    {%- set values = {
        'customers': {
            'email': 'email', 'created_at': 'created_at_utc',
            'country': "nullif(country, 'unknown')", 'status': "nullif(status, 'unknown')",
        },
        'events': {
            'event_time': 'event_time_utc', 'event_type': "nullif(event_type, 'unknown')",
            'platform': "nullif(platform, 'unknown')", 'duration_ms': 'duration_ms',
        },
        'orders': {
            'order_time': 'order_time_utc', 'amount': 'amount',
            'currency': "nullif(currency, 'unknown')", 'status': "nullif(status, 'unknown')",
        },
    }[feed] -%}
    select
        source_file,
        line_number,
        ingest_date,
        {{ {'customers': 'customer_id, email, created_at_utc,', 'events': 'event_id, customer_id, session_id, event_time_utc, duration_ms,', 'orders': 'order_id, customer_id, order_time_utc, amount as received_amount, currency as amount_currency,'}[feed] }}
        {%- set book = rules(feed) %}
        {%- if feed == 'events' %}
        {#- What a bigint can't hold is on one side of all limits. #}
        case
            when duration_ms is not null then duration_ms
            when {{ is_kept_despite(feed, ['duration_ms_negative'], book) }} then -{{ 10 ** 18 }}
            when {{ is_kept_despite(feed, ['duration_ms_too_long'], book) }} then {{ 10 ** 18 }}
        end as duration_ms_outward,
        {%- endif %}
        {%- for column, value in values.items() %}
        {%- set failures = [] %}
        {%- for failure in ['unknown', 'invalid', 'negative', 'too_long'] %}{% do failures.append(column ~ '_' ~ failure) %}{% endfor %}
        case
            when {{ value }} is not null then cast({{ value }} as varchar)
            when {{ is_kept_despite(feed, failures, book) }} then 'something'
        end as {{ column }}_value,
        {%- if value.startswith('nullif') %}
        {{ value }} as {{ column }},
        {%- endif %}
        {%- endfor %}
        false as is_malformed,
        false as is_column_missing,
        false as has_other_ingest_date,
        false as is_row_duplicate,
        false as is_id_duplicate,
        true as is_known_customer,
    from {{ model }}
    where {{ in_run_dates() }}
{%- endmacro %}
