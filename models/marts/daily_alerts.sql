with subjects as (
    select * from {{ ref('int_alert_subjects') }} where {{ in_run_dates() }}
),

checks as (
    {%- for check in alert_book() %}
    {{ 'union all' if not loop.first }}
    select
        ingest_date,
        {{ loop.index }} as check_number,
        {{ sql_text(check.type) }} as type,
        {{ sql_text(check.kind) }} as kind,
        dataset,
        {%- if switched_off(check.type) %}
        case when dataset in ({{ switched_off(check.type) }}) then 'switched off' else {{ check.skip }} end as skip_reason,
        {%- else %}
        {{ check.skip }} as skip_reason,
        {%- endif %}
        {{ check.fires }} as fires,
        {{ check.severity }} as severity,
        cast({{ check.observed }} as double) as observed,
        cast({{ check.threshold }} as double) as threshold,
        {{ check.message }} as message,
        {{ check.advice }} as advice,
        {{ check.details }} as details,
    from subjects
    where dataset in ({{ names_of(feeds_that(check.feeds) if check.feeds else feeds()) }})
    {%- endfor %}
)

select
    ingest_date,
    check_number,
    type,
    kind,
    dataset,
    case
        when skip_reason is not null then 'not_evaluated'
        when fires then 'firing'
        else 'ok'
    end as status,
    case when skip_reason is null and fires then severity end as severity,
    coalesce(skip_reason, case when fires then message || advice else message end) as message,
    case when skip_reason is null then observed end as observed,
    case when skip_reason is null then threshold end as threshold,
    case when skip_reason is null and fires then details end as details,
from checks
