-- A name is in its vocabulary once: in that of its category, where one seed has several.
select
    vocabulary,
    name,
    count(*) as times,
from (
    select category as vocabulary, name from {{ ref('category_names') }}
    {%- for category, seed in large_vocabularies().items() %}
    union all
    select {{ sql_text(category) }} as vocabulary, name from {{ ref(seed) }}
    {%- endfor %}
)
group by vocabulary, name
having count(*) > 1
