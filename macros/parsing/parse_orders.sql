{#
  CTEs that read every value of the lines in `lines`, rows of data_lines('orders').
  They end in `parsed`: one row per line, every value as received, trimmed and typed.
#}
{% macro parse_orders() -%}
    {{ read_values('orders') }},

    matched as (
        select
            *,
            {{ timestamp_form('order_time_value', setting('date_order').orders) }} as order_time_form,
            {{ other_ingest_date_form('orders') }} as other_ingest_date_form,
            {{ amount_digits('amount_value') }} as amount_digits,
            {{ category_name(amount_mark('amount_value'), 'has_odd_blanks') }} as amount_mark,
            {{ category_name('currency_value', 'has_odd_blanks') }} as currency_name,
            {{ category_name('status_value', 'has_odd_blanks') }} as status_name,
        from present
    ),

    spelled as (
        select
            *,
            {{ timestamp_text('order_time_form') }} as order_time_text,
            {{ number_text('amount_digits') }} as amount_text,
            {{ timestamp_text('other_ingest_date_form') }} as other_ingest_date_text,
        from matched
    ),

    {#- Before the joins: of a joined row DuckDB computes the same more slowly. #}
    typed as (
        select
            *,

            -- NULL when missing, invalid or unknown
            {{ utc_timestamp('order_time_text', setting('naive_timezone').orders) }} as order_time_utc,
            {{ amount('amount_text') }} as unmarked_amount,
            {{ named_value('order_status', 'status_name') }} as status,
            {{ has_other_ingest_date() }} as has_other_ingest_date,
        from spelled
    ),

    parsed as (
        select
            typed.*,

            -- NULL when missing, invalid or unknown
            case when typed.amount_mark is null or marks.code is not null then typed.unmarked_amount end as received_amount,
            marks.code as amount_currency,
            currencies.code as currency,
        from typed
        left join {{ ref('currency_names') }} as marks on typed.amount_mark = marks.name
        left join {{ ref('currency_names') }} as currencies on typed.currency_name = currencies.name
    )
{%- endmacro %}
