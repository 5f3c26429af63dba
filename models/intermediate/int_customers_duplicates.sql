{{ find_duplicates('customers') }}
