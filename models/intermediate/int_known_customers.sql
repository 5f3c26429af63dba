with lines as (
    select * from {{ run_lines('customers') }}
),

{{ received_lines('customers', despite_encoding=true) }},

named as (
    select
        ingest_date,
        {{ present(trimmed('customer_id_raw', 'has_odd_blanks'), more=feed_setting('customers', 'missing_words')) | indent(8) }} as customer_id,
    from received
    -- bytes of another encoding in a name harm no id, but in the id itself it would be another one
    where not is_malformed and not (flaw is not null and contains(customer_id_raw, '�'))
),

first_of_run as (
    select
        min(ingest_date) as ingest_date,
        customer_id,
    from named
    where customer_id is not null
    group by customer_id
)

select
    first_of_run.ingest_date,
    first_of_run.customer_id,
from first_of_run
{%- if is_incremental() %}
left join {{ this }} as earlier
    on
        first_of_run.customer_id = earlier.customer_id
        and earlier.ingest_date < first_of_run.ingest_date
        and not ({{ in_run_dates('earlier.ingest_date') }})
where earlier.customer_id is null
{%- endif %}
