{{ config(meta={'is_long': true}) }}

with volume as (
    select
        *,
        quarantine / nullif(cast(total as double), 0) as quarantine_rate,
    from {{ ref('daily_volume') }}
    where {{ in_run_dates() }}
),

received as (
    select
        *,
        replace(source_file, 'ingest_date=' || ingest_date || '/', '') as file_name,
        sum(data_lines) over (partition by ingest_date, dataset) as all_lines,
    from {{ ref('feed_files') }}
    where {{ in_run_dates() }}
),

files as (
    select
        ingest_date,
        dataset,
        count(*) as files,
        count(*) filter (where has_header) as headers,
        count(*) filter (where has_header and {{ list_length('missing_columns') }} < {{ required_column_count() }}) as known_headers,
        sum({{ list_length('missing_columns') }}) as missing_columns,
        sum({{ list_length('unexpected_columns') }}) as unexpected_columns,
        {{ columns_by_file('missing_columns') }} as missing_column_names,
        {{ columns_by_file('unexpected_columns') }} as unexpected_column_names,
        {{ columns_by_file('repeated_columns') }} as repeated_column_names,
        {{ json_object_of('source_file', 'missing_columns') }} as missing_columns_by_file,
        {{ json_object_of('source_file', 'unexpected_columns') }} as unexpected_columns_by_file,
    from received
    group by ingest_date, dataset
),

-- Of files that lack a column no line is malformed.
flawed as (
    select
        ingest_date,
        dataset,
        cast(sum(profiles.lines_in_quotes) as bigint) as lines_in_quotes,
        cast(sum(profiles.undecoded_lines) as bigint) as undecoded_lines,
    from {{ ref('int_file_profiles') }} as profiles
    inner join received using (ingest_date, dataset, source_file)
    where {{ list_length('received.missing_columns') }} = 0
    group by ingest_date, dataset
),

missing as (
    select * from {{ ref('int_odd_hour_ranges') }} where kind = 'missing' and {{ in_run_dates() }}
),

hours as (
    select
        ingest_date,
        dataset,
        max(case when is_known then 1 else 0 end) = 1 as has_usual_hours,
        coalesce(max(days), 0) as hour_days,
        cast(sum(received) as bigint) as received,
    from {{ ref('int_usual_hours') }}
    where {{ in_run_dates() }}
    group by ingest_date, dataset
),

frequent as (
    {{ frequent_reasons() | indent(4) }}
),

changed as (
    {{ changed_ids() | indent(4) }}
),

gaps as (
    {{ missing_dates() | indent(4) }}
),

low as (
    select * from {{ ref('int_odd_hour_ranges') }} where kind = 'low' and {{ in_run_dates() }}
),

baselines as (
    select * from {{ ref('int_baselines') }} where {{ in_run_dates() }}
),

columns_since as (
    {{ unknown_columns_since() | indent(4) }}
),

customers as (
    {{ problems_of_customers() | indent(4) }}
),

repeated as (
    {{ repeated_since() | indent(4) }}
),

corrections as (
    select * from {{ ref('daily_corrections') }} where {{ in_run_dates() }}
),

not_read as (
    select ingest_date, feed, source_file, bytes, cast(null as varchar) as form
    from {{ source('raw', 'run_strays') }}
    where feed is not null
    union all
    select ingest_date, feed, source_file, bytes, form
    from {{ source('raw', 'run_files') }}
    where form is not null
),

strays as (
    select
        *,
        replace(source_file, 'ingest_date=' || ingest_date || '/', '') as file_name,
    from not_read
    where {{ in_run_dates() }}
),

unread as (
    select
        ingest_date,
        feed as dataset,
        count(*) as files,
        count(form) as other_forms,
        {{ collected('file_name', 'file_name') }} as file_list,
        {{ collected('bytes', 'file_name') }} as byte_list,
        {{ collected_text("file_name || ' (' || " ~ counted('bytes', 'byte') ~ " || coalesce(', ' || form, '') || ')'", 'file_name') }} as file_names,
    from strays
    group by ingest_date, feed
)

select
    volume.ingest_date,
    volume.dataset,

    -- what was received
    coalesce(files.files, 0) - coalesce(unread.other_forms, 0) as files,
    coalesce(files.headers, 0) as headers,
    coalesce(files.known_headers, 0) as known_headers,
    volume.total,
    volume.clean,
    volume.malformed_lines,
    coalesce(flawed.lines_in_quotes, 0) as lines_in_quotes,
    coalesce(flawed.undecoded_lines, 0) as undecoded_lines,
    volume.quarantine_rate,

    -- what was not read
    coalesce(unread.files, 0) as unread_files,
    unread.file_list as unread_file_list,
    unread.byte_list as unread_byte_list,
    unread.file_names as unread_file_names,

    -- its columns
    cast(coalesce(files.missing_columns, 0) as bigint) as missing_columns,
    files.missing_column_names,
    files.missing_columns_by_file,
    files.repeated_column_names,
    cast(coalesce(files.unexpected_columns, 0) as bigint) as unexpected_columns,
    files.unexpected_column_names,
    files.unexpected_columns_by_file,
    columns_since.since as unexpected_columns_since,

    -- what is amiss most
    frequent.reason,
    coalesce(frequent.reason_lines, 0) as reason_lines,
    frequent.reason_place,
    coalesce(frequent.reason_fits_other_order, false) as reason_fits_other_order,
    changed.changed_ids,
    frequent.warning,
    coalesce(frequent.warning_lines, 0) as warning_lines,
    frequent.warning_place,
    coalesce(frequent.warning_fits_other_order, false) as warning_fits_other_order,
    customers.problem as customers_problem,
    coalesce(frequent.warning_lines, 0) / nullif(cast(volume.total as double), 0) as warning_rate,

    -- dates before it
    coalesce(gaps.dates, 0) as missing_dates,
    gaps.date_list as missing_date_list,
    gaps.has_rhythm,
    gaps.is_told as is_gap_told,

    -- its hours
    coalesce(hours.received, 0) as hour_lines,
    coalesce(hours.hour_days, 0) as hour_days,
    coalesce(hours.has_usual_hours, false) as has_usual_hours,
    coalesce(missing.hours, 0) as missing_hours,
    missing.hour_list as missing_hour_list,
    missing.hour_ranges as missing_hour_ranges,
    coalesce(missing.usual_lines, 0) as missing_hours_usual_lines,
    coalesce(low.hours, 0) as low_hours,
    low.hour_list as low_hour_list,
    low.hour_ranges as low_hour_ranges,
    low.received as low_hours_received,
    low.usual_lines as low_hours_usual_lines,

    -- what is usual
    coalesce(baselines.partitions, 0) as partitions,
    coalesce(baselines.is_same_weekday, false) as is_same_weekday,
    baselines.compared_with,
    coalesce({{ list_length('baselines.compared_with') }}, 0) as compared_days,
    baselines.usual_at_least,
    baselines.usual_at_most,
    coalesce(baselines.is_monthly, false) as is_monthly,
    {{ volume_tolerance() }} as volume_tolerance,
    {{ is_announced('volume.ingest_date') }} as is_announced,
    baselines.median_quarantine_rate,
    baselines.malformed_rate,
    {{ rounded('volume.quarantine_rate - baselines.median_quarantine_rate', 9) }} as quarantine_rate_rise,

    -- what came before
    baselines.previous_ingest_date,
    repeated.ingest_date is not null as is_repeated,
    repeated.since as repeated_since,

    -- what was decided about it
    coalesce(corrections.not_applied, 0) as corrections_not_applied,
    corrections.problems as correction_problems,
from volume
left join files using (ingest_date, dataset)
left join flawed using (ingest_date, dataset)
left join frequent using (ingest_date, dataset)
left join changed using (ingest_date, dataset)
left join gaps using (ingest_date, dataset)
left join hours using (ingest_date, dataset)
left join missing using (ingest_date, dataset)
left join low using (ingest_date, dataset)
left join baselines using (ingest_date, dataset)
left join repeated using (ingest_date, dataset)
left join columns_since using (ingest_date, dataset)
left join customers using (ingest_date)
left join corrections using (ingest_date, dataset)
left join unread using (ingest_date, dataset)
