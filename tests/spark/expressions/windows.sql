select
    1000 * n + place as n,
    {{ percentile('value', 0.5, 'last_days') }} as median,
    {{ windowed_text('text', 'two_rows') }} as texts,
    count(value) over last_days as days,
    sum(place) over (partition by n order by day rows between unbounded preceding and 1 preceding) as sum_before,
    lag(day) over (partition by n order by day) as day_before,
from (select *, cast({{ add_days("date '2025-12-01'", 'place') }} as date) as day from members)
window
    last_days as (partition by n order by day range between interval 3 day preceding and interval 1 day preceding),
    two_rows as (partition by n order by day rows between 1 preceding and current row)
