{{ find_duplicates('orders') }}
