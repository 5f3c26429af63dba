{#
  CTEs that read every value of the lines in `lines`, rows of data_lines('customers').
  They end in `parsed`: one row per line, every value as received, trimmed and typed.
#}
{% macro parse_customers() -%}
    {{ read_values('customers') }},

    matched as (
        select
            *,
            {{ timestamp_form('created_at_value', setting('date_order').customers) }} as created_at_form,
            {{ other_ingest_date_form('customers') }} as other_ingest_date_form,
            {{ category_name('country_value', 'has_odd_blanks') }} as country_name,
            {{ category_name('status_value', 'has_odd_blanks') }} as status_name,
        from present
    ),

    spelled as (
        select
            *,
            {{ timestamp_text('created_at_form') }} as created_at_text,
            {{ timestamp_text('other_ingest_date_form') }} as other_ingest_date_text,
        from matched
    ),

    {#- Before the join, see parse_orders(). #}
    typed as (
        select
            *,

            -- NULL when missing, invalid or unknown
            case when {{ is_email('email_value') }} then {{ lower_case('email_value') }} end as email,
            {{ utc_timestamp('created_at_text', setting('naive_timezone').customers) }} as created_at_utc,
            {{ named_value('customer_status', 'status_name') }} as status,
            {{ has_other_ingest_date() }} as has_other_ingest_date,
        from spelled
    ),

    parsed as (
        select
            typed.*,

            -- NULL when missing or unknown
            countries.code as country,
        from typed
        left join {{ ref('country_names') }} as countries on typed.country_name = countries.name
    )
{%- endmacro %}
