{{ find_duplicates('customers', key=['customer_id'], time='created_at_utc') }}
