{#
  How a program changed most ids of the orphans, where orphans are too frequent and that is plain: a query of
  ingest_date, dataset and changed_ids, the end of a sentence. It needs `frequent`, what is amiss most by date and feed.
#}
{% macro changed_ids() -%}
    with lines as (
        {%- for feed in feeds_with_customers() %}
        {%- set column = customer_column(feed) %}
        {{ 'union all' if not loop.first }}
        select ingest_date, {{ sql_text(feed) }} as dataset, {{ sql_text(column ~ '_orphan') }} as reason, {{ column }}_read as id
        from {{ ref('quarantine_' ~ feed) }}
        where {{ list_has('reject_reason', sql_text(column ~ '_orphan')) }} and {{ in_run_dates() }}
        {%- endfor %}
    ),

    orphans as (
        select lines.ingest_date, lines.dataset, lines.id, count(*) as orphans
        from lines
        inner join frequent using (ingest_date, dataset, reason)
        where frequent.reason_place is not null
        group by lines.ingest_date, lines.dataset, lines.id
    ),

    held_against_known as (
        select
            orphans.ingest_date,
            orphans.dataset,
            orphans.id,
            orphans.orphans,
            count(known.customer_id) > 0 as is_alike,
            max(case when {{ lower_case('known.customer_id') }} = {{ lower_case('orphans.id') }} then 1 else 0 end) = 1 as is_by_case,
        from orphans
        left join {{ ref('int_known_customers') }} as known
            on
                {{ without_changes('known.customer_id') }} = {{ without_changes('orphans.id') }}
                and known.ingest_date <= orphans.ingest_date
        group by orphans.ingest_date, orphans.dataset, orphans.id, orphans.orphans
    ),

    judged as (
        select
            *,
            is_alike and not is_by_case as is_by_decimals,
            translate(id, '0123456789.eE+', '') = '' and (lower(id) like '_e%' or lower(id) like '_.%e%') as is_shortened,
        from held_against_known
    )

    select
        ingest_date,
        dataset,
        case
            when {{ are_most('is_by_case') }} then 'ids of known customers in another case'
            when {{ are_most('is_by_decimals') }} then 'ids of known customers but for .0'
            when {{ are_most('is_shortened') }} then 'ids that a spreadsheet shortened to numbers like 9.91E+15'
        end as changed_ids,
    from judged
    group by ingest_date, dataset
{%- endmacro %}

{# SQL of an id in lower case and without the .0 of a program that took it for a number. #}
{% macro without_changes(id) -%}
    case when {{ id }} like '%.0' then {{ lower_case('substr(' ~ id ~ ', 1, length(' ~ id ~ ') - 2)') }} else {{ lower_case(id) }} end
{%- endmacro %}

{# True where a condition holds for more than half of the lines of a group of orphans. #}
{% macro are_most(condition) -%}
    2 * sum(case when {{ condition }} then orphans else 0 end) > sum(orphans)
{%- endmacro %}
