{#
  What becomes of each correction of a feed in this run: one row per row of source raw.run_corrections, with the line
  as it came and as it is to be read.
#}
{% macro judged_corrections(feed) -%}
    {%- set columns = feed_columns(feed) -%}
    with located as (
        select
            corrections.*,
            lines.raw_line as found_line,
            lines.flaw,
            files.delimiter,
            files.column_count,
            files.column_positions as positions,
            {{ list_length('files.missing_columns') }} > 0 as lacks_column,
        from {{ source('raw', 'run_corrections') }} as corrections
        left join {{ ref('stg_' ~ feed) }} as lines
            on
                {{ in_run_dates('lines.ingest_date') }}
                and corrections.ingest_date = lines.ingest_date
                and corrections.source_file = lines.source_file
                and corrections.line_number = lines.line_number
        left join {{ ref('stg_files') }} as files
            on lines.ingest_date = files.ingest_date and lines.source_file = files.source_file
        where corrections.feed = {{ sql_text(feed) }}
    ),

    split as (
        select
            *,
            case when flaw is null then {{ split_fields('found_line', 'delimiter', quoting_of(feed)) }} end as all_fields,
        from located
    ),

    received as (
        select
            *,
            case when {{ has_width(feed) }} then {{ fields_of_width(feed) }} end as fields,
        from split
    ),

    {{ rewritten_lines(columns, quoting_of(feed)) | indent(4) }},

    judged as (
        select
            *,
            case
                when problem is not null then problem
                {%- if not feed_setting(feed, 'multiline') %}
                when contains({{ joined_list('texts', '') }}, chr(10)) then 'a value holds a line break'
                {%- endif %}
                when found_line is null then 'no such line in the file'
                when {{ text_fingerprint('found_line') }} <> line_fingerprint then 'the line has changed since the correction was made'
                when is_changed and lacks_column then 'the file lacks a required column, which no correction can give'
                when {% for column in columns %}{{ nth('changes', loop.index) }} and {{ nth('positions', loop.index) }} is null{{ ' or ' if not loop.last }}{% endfor %}
                    then 'the file lacks the column of a corrected value'
            end as why_not,
        from rewritten
    ),

    decided as (
        select
            *,
            case
                when why_not is not null then 'not applied'
                when is_changed then 'applied'
                when is_waived then 'waived'
                else 'unchanged'
            end as status,
        from judged
    )

    select
        ingest_date,
        feed,
        correction_file,
        source_file,
        corrected_by,
        note,
        status,
        why_not as problem,
        found_line as received_line,
        case when status = 'applied' then rewritten_line end as corrected_line,
        row_number,
        line_number,
        why_not is null and is_waived as is_waived,
        received_texts,
        corrected_texts,
    from decided
{%- endmacro %}

{#
  CTEs from `received` to `rewritten`: the texts of a line's columns as received and as corrected, whether any of
  them changed, and the line put together again.
#}
{% macro rewritten_lines(columns, quoting={}) -%}
    {%- set received_texts, corrected_texts, changes = [], [], [] -%}
    {%- for column in columns -%}
        {%- do received_texts.append(nth('fields', nth('positions', loop.index))) -%}
        {%- do corrected_texts.append('coalesce(' ~ nth('texts', loop.index) ~ ', ' ~ nth('received_texts', loop.index) ~ ", '')") -%}
        {%- do changes.append(nth('corrected_texts', loop.index) ~ ' <> coalesce(' ~ nth('received_texts', loop.index) ~ ", '')") -%}
    {%- endfor -%}
    {{ with_columns('by_column', 'received', {'received_texts': list_of(received_texts)}) }},

    {{ with_columns('corrected', 'by_column', {'corrected_texts': list_of(corrected_texts)}) }},

    {{ with_columns('compared', 'corrected', {'changes': list_of(changes)}) }},

    {{ with_columns('rewritten', 'compared', {'is_changed': list_has('changes', 'true'), 'rewritten_line': rewritten_line(quoting)}) }}
{%- endmacro %}

{# A line put together from corrected_texts and, for columns that are not the feed's, fields. #}
{% macro rewritten_line(quoting={}) %}{{ return(adapter.dispatch('rewritten_line')(quoting)) }}{% endmacro %}
