select
    n,
    {{ collected('value', 'place') }} as collected,
    {{ collected_present('case when place % 2 = 0 then text end', 'place') }} as collected_present,
    {{ collected_text('case when place % 3 > 0 then text end', 'place') }} as collected_text,
    {{ json_object({'files': json_object_of('file', 'files')}) }} as json_object_of,
    {{ percentile('value', 0.5) }} as median,
    {{ percentile('case when place > 1 then value end', 0.95) }} as high,
    {{ percentile_of_many('cast(value as decimal(18, 4))', 0.5) }} as median_of_many,
    {{ percentile_of_many('cast(value as decimal(18, 4))', 0.95) }} as high_of_many,
    count(*) filter (where place % 2 = 0) as even,
from (
    select
        *,
        cast(n as varchar) || '/' || place as file,
        case when place % 4 = 1 then {{ text_list(['b', 'a']) }} else {{ text_list([]) }} end as files,
    from members
)
group by n
