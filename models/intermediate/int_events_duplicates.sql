{{ find_duplicates('events', key=['event_id'], time='event_time_utc') }}
