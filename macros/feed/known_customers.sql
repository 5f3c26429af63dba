{#
  The CTE `known` from `parsed`: adds is_known_customer, true when a customers file of the line's
  partition or an earlier one, or one of up to late_customer_days later, names its customer_id. Feeds that name no
  customer need none.
#}
{% macro known_customers(feed) -%}
    {%- set customer = customer_column(feed) -%}
    {%- if not customer -%}
    known as (
        select * from parsed
    )
    {%- elif date_of_one_file(feed) -%}
    known as (
        select
            *,
            coalesce({{ customer }} in (
                select customer_id from {{ ref('int_known_customers') }}
                where ingest_date <= {{ date_after("date '" ~ date_of_one_file(feed) ~ "'", setting('late_customer_days')) }}
            ), false) as is_known_customer,
        from parsed
    )
    {%- else -%}
    {{ customers_first_seen() }},

    known as (
        select
            parsed.*,
            first_seen.customer_id is not null as is_known_customer,
        from parsed
        left join first_seen
            on parsed.{{ customer }} = first_seen.customer_id and first_seen.ingest_date <= {{ date_after('parsed.ingest_date', setting('late_customer_days')) }}
    )
    {%- endif -%}
{%- endmacro %}

{# The CTE `first_seen`: when each known customer was first named. #}
{% macro customers_first_seen() -%}
    first_seen as (
        select
            customer_id,
            min(ingest_date) as ingest_date,
        from {{ ref('int_known_customers') }}
        group by customer_id
    )
{%- endmacro %}
