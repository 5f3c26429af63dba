with inputs as (
    select * from {{ ref('int_date_inputs') }} where {{ in_run_dates() }}
),

known as (
    select * from inputs
    {%- if is_incremental() %}
    union all
    select ingest_date, input, fingerprint from {{ this }} where not ({{ in_run_dates() }})
    {%- endif %}
),

{{ earlier_builds() }}

select * from inputs
union all
select * from earlier_builds where {{ in_run_dates() }}
