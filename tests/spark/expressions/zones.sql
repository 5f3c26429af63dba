select n, {{ utc_timestamp('text') }} as utc from zone_times
