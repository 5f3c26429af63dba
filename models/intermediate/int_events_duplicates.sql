{{ find_duplicates('events') }}
