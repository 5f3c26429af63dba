-- Every quarantined line has at least one reason, and every reason is a rule of its feed that rejects.
with reasons as (
    select
        lists.ingest_date,
        lists.dataset,
        lists.reject_reason,
        lists.rows,
        {{ unnested("case when " ~ list_length('lists.reject_reason') ~ " = 0 then " ~ text_list(['none']) ~ " else lists.reject_reason end") }} as reason,
    from {{ ref('int_reason_lists') }} as lists
    where not lists.is_clean and {{ in_run_dates('lists.ingest_date') }}
)

select reasons.*
from reasons
left join {{ ref('rules') }} as rules
    on reasons.dataset = rules.dataset and reasons.reason = rules.rule and rules.severity = 'reject'
where rules.rule is null
