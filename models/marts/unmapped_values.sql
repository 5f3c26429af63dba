{{ config(materialized='view') }}

with seen as (
    select
        category,
        name,
        cast(sum(rows) as bigint) as rows,
        min(ingest_date) as first_seen,
        max(ingest_date) as last_seen,
    from {{ ref('int_unmapped_values') }}
    group by category, name
),

ranked as (
    select
        *,
        row_number() over (partition by category order by rows desc, name) as place,
    from seen
),

known as (
    select 'country' as category, name, code as value from {{ ref('country_names') }}
    union all
    select 'currency' as category, name, code as value from {{ ref('currency_names') }}
    where code is not null and legal_until is null
    union all
    select category, name, value from {{ ref('category_names') }}
),

-- Values that the vocabulary has learnt since are unknown no more, though their dates were not run again yet.
compared as (
    select
        ranked.*,
        known.name as nearest_name,
        known.value as nearest_value,
        {{ text_similarity('ranked.name', 'known.name') }} as similarity,
        max(case when known.name = ranked.name then 1 else 0 end) over (
            partition by ranked.category, ranked.name
        ) as is_known,
    from ranked
    left join known on ranked.category = known.category and ranked.place <= {{ setting('max_compared_values') }}
),

nearest as (
    select
        *,
        row_number() over (
            partition by category, name order by similarity desc nulls last, nearest_value, nearest_name
        ) as nearness,
    from compared
    where is_known = 0
)

select
    category,
    name,

    -- how often, since when
    rows,
    first_seen,
    last_seen,

    -- what it may mean
    case when similarity > 0 then nearest_name end as nearest_name,
    case when similarity > 0 then nearest_value end as nearest_value,
    similarity,
    case when similarity > 0 then category || ',' || {{ quoted_field('name', "','") | indent(4) }} || ',' || nearest_value end as seed_row,
from nearest
where nearness = 1
