select
    n,
    {%- for zone in ['UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'Etc/GMT+5'] %}
    {{ utc_timestamp('common', zone) }} as utc_{{ loop.index }},
    {%- endfor %}
from (select n, {{ timestamp_text(timestamp_form('text', 'mdy')) }} as common from times)
