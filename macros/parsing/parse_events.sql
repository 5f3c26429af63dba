{#
  CTEs that read every value of the lines in `lines`, rows of data_lines('events').
  They end in `parsed`: one row per line, every value as received, trimmed and typed.
#}
{% macro parse_events() -%}
    {{ read_values('events') }},

    matched as (
        select
            *,
            {{ timestamp_form('event_time_value', setting('date_order').events) }} as event_time_form,
            {{ other_ingest_date_form('events') }} as other_ingest_date_form,
            {{ number_text('duration_ms_value') }} as duration_ms_text,
            {{ category_name('event_type_value', 'has_odd_blanks') }} as event_type_name,
            {{ category_name('platform_value', 'has_odd_blanks') }} as platform_name,
        from present
    ),

    spelled as (
        select
            *,
            {{ timestamp_text('event_time_form') }} as event_time_text,
            {{ plain_number('duration_ms_text') }} as duration_ms_plain,
            {{ timestamp_text('other_ingest_date_form') }} as other_ingest_date_text,
        from matched
    ),

    parsed as (
        select
            *,

            -- NULL when missing, invalid or unknown
            {{ utc_timestamp('event_time_text', setting('naive_timezone').events) }} as event_time_utc,
            {{ whole_number('duration_ms_plain') }} as duration_ms,
            {{ outward_number('duration_ms_plain') }} as duration_ms_outward,
            {{ named_value('event_type', 'event_type_name') }} as event_type,
            {{ named_value('platform', 'platform_name') }} as platform,
            {{ has_other_ingest_date() }} as has_other_ingest_date,
        from spelled
    )
{%- endmacro %}
