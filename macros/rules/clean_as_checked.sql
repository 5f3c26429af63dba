{# A subquery of the rows of a clean model as check_lines() would show them, were they received again. #}
{% macro clean_as_checked(model, feed) -%}
    {#- What was received as a text is asked for NULL alone. #}
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
        {%- for column, value in values.items() %}
        {{ value }} as {{ column }}_value,
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
