select
    0 as n,
    count(distinct {{ key_hash('text') }}) as keys,
    count({{ key_hash('text') }}) as hashed,
    count(distinct {{ row_fingerprint(['text', 'n % 2', 'cast(null as varchar)']) }}) as fingerprints,
    count(distinct {{ row_fingerprint(['case when n % 2 = 0 then 1 end', 'case when n % 2 = 1 then 1 end']) }}) as sides,
    {{ lines_fingerprint('text', 'n % 2 = 0') }} = (
        select {{ lines_fingerprint('text', 'n % 2 = 0') }} from (select * from texts order by text limit 1000000) as texts
    ) as is_free_of_order,
    {{ lines_fingerprint('text', 'true') }} = {{ lines_fingerprint('text', 'false') }} as is_free_of_marks,
from texts
