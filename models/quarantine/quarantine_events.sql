{{ quarantined_rows('events') }}
