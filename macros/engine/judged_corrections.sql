{# What becomes of each correction of a feed: the rows of raw.run_corrections, with where and what to write. #}
{% macro judged_corrections(feed) -%}
    {%- set columns = feed_columns(feed) -%}
    with files as (
        select
            *,
            {{ header_positions('column_names', text_list(columns)) }} as positions,
            {{ list_length(missing_columns('column_names', text_list(columns))) }} > 0 as lacks_column,
        from (
            select
                *,
                {{ header_names('header', 'delimiter') }} as column_names,
            from (
                select
                    *,
                    {{ header_delimiter('header') }} as delimiter,
                from raw.run_files
                where feed = {{ sql_text(feed) }} and header is not null
            ) as files_with_header
        ) as named_files
    ),

    corrections as (
        select
            ingest_date, feed, correction_file, row_number, source_file, line_number, line_fingerprint, texts,
            is_waived, corrected_by, note, problem,
        from raw.run_corrections
        where feed = {{ sql_text(feed) }}
    ),

    {{ corrected_lines(feed) }},

    split as (
        select
            *,
            case when is_utf8 then {{ split_fields('found_line', 'delimiter') }} end as all_fields,
        from located
    ),

    received as (
        select
            *,
            case when {{ list_length('all_fields') }} = {{ list_length('column_names') }} then all_fields end as fields,
        from split
    ),

    {%- set received_texts, corrected_texts, changes = [], [], [] -%}
    {%- for column in columns -%}
        {%- do received_texts.append(nth('fields', nth('positions', loop.index))) -%}
        {%- do corrected_texts.append('coalesce(' ~ nth('texts', loop.index) ~ ', ' ~ nth('received_texts', loop.index) ~ ", '')") -%}
        {%- do changes.append(nth('corrected_texts', loop.index) ~ ' <> coalesce(' ~ nth('received_texts', loop.index) ~ ", '')") -%}
    {%- endfor %}

    by_column as (
        select
            *,
            {{ list_of(received_texts) }} as received_texts,
        from received
    ),

    corrected as (
        select
            *,
            {{ list_of(corrected_texts) }} as corrected_texts,
        from by_column
    ),

    compared as (
        select
            *,
            {{ list_of(changes) }} as changes,
        from corrected
    ),

    rewritten as (
        select
            *,
            {{ list_has('changes', 'true') }} as is_changed,
            {{ rewritten_line() }} as line,
        from compared
    ),

    judged as (
        select
            *,
            case
                when problem is not null then problem
                when coalesce(found_line, '') = '' then 'no such line in the file'
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
        ingest_date, feed, correction_file, row_number, source_file, line_number, corrected_by, note,
        status,
        why_not as problem,
        why_not is null and is_waived as is_waived,
        nullif(found_line, '') as received_line,
        case when status = 'applied' then line end as corrected_line,
        received_texts,
        corrected_texts,
        line_rowid,
        case when status = 'applied' then case when is_marked_copy then '=' else '' end || line end as patched_line,
    from decided
{%- endmacro %}

{#
  CTEs from `corrections` and `files` to `located`: both, with the line in the file as found_line, is_utf8 and
  line_rowid. On Spark nothing is written into the lines read: data_lines() joins the corrected ones.
#}
{% macro corrected_lines(feed) %}{{ return(adapter.dispatch('corrected_lines')(feed)) }}{% endmacro %}

{% macro duckdb__corrected_lines(feed) -%}
    numbered_files as (
        select
            *,
            row_number() over (order by has_nul, source_file) as file_number,
        from files
    ),

    first_lines as (
        select
            file_number,
            min(rowid) as first_rowid,
        from {{ lines_table(feed) }}
        group by file_number
    ),

    located as (
        select
            corrections.*,
            files.* exclude (ingest_date, feed, source_file, problem),
            lines.rowid as line_rowid,
            case when files.is_marked_copy then substr(lines.raw_line, 2) else lines.raw_line end as found_line,
            not files.is_marked_copy or lines.raw_line[1] = '=' as is_utf8,
        from corrections
        left join (select * from numbered_files inner join first_lines using (file_number)) as files
            on corrections.ingest_date = files.ingest_date and corrections.source_file = files.source_file
        left join {{ lines_table(feed) }} as lines
            on
                files.file_number = lines.file_number
                and corrections.line_number > 1
                and lines.rowid = files.first_rowid + corrections.line_number - 2
    )
{%- endmacro %}

{% macro spark__corrected_lines(feed) -%}
    located as (
        select
            corrections.*,
            files.* except (ingest_date, feed, source_file, problem),
            cast(null as bigint) as line_rowid,
            lines.raw_line as found_line,
            lines.is_utf8,
        from corrections
        left join files
            on corrections.ingest_date = files.ingest_date and corrections.source_file = files.source_file
        left join {{ data_lines(feed) }} as lines
            on
                corrections.ingest_date = lines.ingest_date
                and corrections.source_file = lines.source_file
                and corrections.line_number = lines.line_number
    )
{%- endmacro %}

{# A line put together from corrected_texts and, for columns that are not the feed's, fields. #}
{% macro rewritten_line() %}{{ return(adapter.dispatch('rewritten_line')()) }}{% endmacro %}

{% macro duckdb__rewritten_line() -%}
    list_reduce(
        list_transform(
            range(1, len(column_names) + 1),
            lambda place: {{ quoted_field(
                "coalesce(corrected_texts[list_position(positions, cast(place as integer))], fields[place], '')", 'delimiter'
            ) }}
        ),
        lambda joined, field: joined || delimiter || field
    )
{%- endmacro %}

{% macro spark__rewritten_line() -%}
    array_join(
        transform(
            sequence(1, size(column_names)),
            place -> {{ quoted_field(
                "coalesce(get(corrected_texts, cast(array_position(positions, place) as int) - 1), get(fields, place - 1), '')", 'delimiter'
            ) }}
        ),
        delimiter
    )
{%- endmacro %}
