{#
  The most frequent reason and the most frequent warning of each feed of the run's dates, each with its lines and, where
  it is too frequent, the first line it applies to: a query of one row per date and feed. It needs `volume`, the rows of
  daily_volume with their quarantine_rate.
#}
{% macro frequent_reasons() -%}
    with ranked as (
        select
            *,
            row_number() over (partition by ingest_date, dataset, severity order by rows desc, rule_number) as number,
        from {{ ref('daily_reject_reasons') }}
        where rows > 0 and {{ in_run_dates() }}
    ),

    most_frequent as (
        select * from ranked where number = 1
    ),

    too_frequent as (
        select ingest_date, dataset, rule
        from most_frequent
        inner join volume using (ingest_date, dataset)
        where
            (severity = 'reject' and quarantine_rate > {{ alert_setting('max_quarantine_rate') }})
            or (severity = 'warn' and rows > {{ alert_setting('max_warning_rate') }} * total)
    ),

    first_places as (
        {{ first_places() | indent(8) }}
    )

    select
        most_frequent.ingest_date,
        most_frequent.dataset,
        {%- for severity, name in [('reject', 'reason'), ('warn', 'warning')] %}
        max(case when severity = '{{ severity }}' then rule end) as {{ name }},
        max(case when severity = '{{ severity }}' then rows end) as {{ name }}_lines,
        max(case when severity = '{{ severity }}' then place end) as {{ name }}_place,
        max(case when severity = '{{ severity }}' and fits_other_order then 1 else 0 end) = 1 as {{ name }}_fits_other_order,
        {%- endfor %}
    from most_frequent
    left join first_places using (ingest_date, dataset, rule)
    group by most_frequent.ingest_date, most_frequent.dataset
{%- endmacro %}

{#
  The first lines that some rules apply to: a query of ingest_date, dataset, rule, place, fits_other_order. It needs
  `too_frequent` with the first three, which is mostly empty: then clean and quarantine are hardly read.
#}
{% macro first_places() -%}
    select
        ingest_date,
        dataset,
        rule,
        source_file || ':' || cast(line_number as varchar) as place,
        fits_other_order,
    from (
        select
            lines.*,
            too_frequent.rule,
            row_number() over (
                partition by lines.ingest_date, lines.dataset, too_frequent.rule order by lines.source_file, lines.line_number
            ) as number,
        from (
            {%- for feed in feeds() %}
            {%- set time = feed_setting(feed, 'time') %}
            {{ 'union all' if not loop.first }}
            select
                ingest_date, {{ sql_text(feed) }} as dataset, source_file, line_number, warnings, reject_reason,
                {{ text_fits_other_order(feed, time) | indent(16) }} as fits_other_order
            from {{ ref('quarantine_' ~ feed) }}
            where {{ in_run_dates() }}
            union all
            select
                ingest_date, {{ sql_text(feed) }} as dataset, source_file, line_number, warnings, {{ text_list([]) }} as reject_reason,
                {{ time_fits_other_order(feed, time ~ '_utc') | indent(16) }} as fits_other_order
            from {{ ref('clean_' ~ feed) }}
            where {{ in_run_dates() }}
            {%- endfor %}
        ) as lines
        inner join too_frequent using (ingest_date, dataset)
        where {{ list_has('lines.warnings', 'too_frequent.rule') }} or {{ list_has('lines.reject_reason', 'too_frequent.rule') }}
    ) as found
    where number = 1
{%- endmacro %}
