{{ find_duplicates('orders', key=['order_id', 'status'], time='order_time_utc') }}
