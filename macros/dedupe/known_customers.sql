{#
  The CTE `known` from `parsed`: adds is_known_customer, true when a customers file of the line's
  partition or an earlier one, or one of up to late_customer_days later, names its customer_id. The customers themselves need none.
#}
{% macro known_customers(feed) -%}
    {%- if feed == 'customers' -%}
    known as (
        select * from parsed
    )
    {%- elif date_of_one_file(feed) -%}
    known as (
        select
            *,
            coalesce(customer_id in (
                select customer_id from {{ ref('int_known_customers') }}
                where ingest_date <= {{ date_after("date '" ~ date_of_one_file(feed) ~ "'", setting('late_customer_days')) }}
            ), false) as is_known_customer,
        from parsed
    )
    {%- else -%}
    first_seen as (
        select
            customer_id,
            min(ingest_date) as ingest_date,
        from {{ ref('int_known_customers') }}
        group by customer_id
    ),

    known as (
        select
            parsed.*,
            first_seen.customer_id is not null as is_known_customer,
        from parsed
        left join first_seen
            on parsed.customer_id = first_seen.customer_id and first_seen.ingest_date <= {{ date_after('parsed.ingest_date', setting('late_customer_days')) }}
    )
    {%- endif -%}
{%- endmacro %}
