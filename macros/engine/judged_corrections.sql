{# What becomes of each correction of a feed: the rows of raw.run_corrections, with where and what to write. #}
{% macro judged_corrections(feed) -%}
    {%- set columns = feed_columns(feed) -%}
    with files as (
        select
            *,
            {{ header_positions('column_names', text_list(columns)) }} as positions,
            len({{ missing_columns('column_names', text_list(columns)) }}) > 0 as lacks_column,
        from (
            select
                *,
                {{ header_delimiter('header') }} as delimiter,
                {{ header_names('header', 'delimiter') }} as column_names,
                row_number() over (order by has_nul, source_file) as file_number,
            from raw.run_files
            where feed = {{ sql_text(feed) }} and header is not null
        )
        inner join (
            select file_number, min(rowid) as first_rowid from {{ lines_table(feed) }} group by file_number
        ) using (file_number)
    ),

    located as (
        select
            corrections.* exclude (status, received_line, corrected_line, received_texts, corrected_texts),
            files.* exclude (ingest_date, feed, source_file, problem),
            lines.rowid as line_rowid,
            case when files.is_marked_copy then substr(lines.raw_line, 2) else lines.raw_line end as found_line,
            not files.is_marked_copy or lines.raw_line[1] = '=' as is_utf8,
        from (select * from raw.run_corrections where feed = {{ sql_text(feed) }}) as corrections
        left join files
            on corrections.ingest_date = files.ingest_date and corrections.source_file = files.source_file
        left join {{ lines_table(feed) }} as lines
            on
                files.file_number = lines.file_number
                and corrections.line_number > 1
                and lines.rowid = files.first_rowid + corrections.line_number - 1
    ),

    split as (
        select
            *,
            case when is_utf8 then {{ split_fields('found_line', 'delimiter') }} end as all_fields,
        from located
    ),

    received as (
        select
            *,
            case when len(all_fields) = len(column_names) then all_fields end as fields,
            [{% for column in columns %}fields[positions[{{ loop.index }}]]{{ ', ' if not loop.last }}{% endfor %}] as received_texts,
            [{% for column in columns %}coalesce(texts[{{ loop.index }}], received_texts[{{ loop.index }}], ''){{ ', ' if not loop.last }}{% endfor %}] as corrected_texts,
            [{% for column in columns %}corrected_texts[{{ loop.index }}] <> coalesce(received_texts[{{ loop.index }}], ''){{ ', ' if not loop.last }}{% endfor %}] as changes,
        from split
    ),

    rewritten as (
        select
            *,
            list_contains(changes, true) as is_changed,
            list_reduce(
                list_transform(
                    range(1, len(column_names) + 1),
                    lambda place: {{ quoted_field(
                        "coalesce(corrected_texts[list_position(positions, cast(place as integer))], fields[place], '')", 'delimiter'
                    ) }}
                ),
                lambda joined, field: joined || delimiter || field
            ) as line,
        from received
    ),

    judged as (
        select
            *,
            case
                when problem is not null then problem
                when coalesce(found_line, '') = '' then 'no such line in the file'
                when {{ text_fingerprint('found_line') }} <> line_fingerprint then 'the line has changed since the correction was made'
                when is_changed and lacks_column then 'the file lacks a required column, which no correction can give'
                when {% for column in columns %}changes[{{ loop.index }}] and positions[{{ loop.index }}] is null{{ ' or ' if not loop.last }}{% endfor %}
                    then 'the file lacks the column of a corrected value'
            end as why_not,
        from rewritten
    )

    select
        ingest_date, feed, correction_file, row_number, source_file, line_number, corrected_by, note,
        case
            when why_not is not null then 'not applied'
            when is_changed then 'applied'
            when is_waived then 'waived'
            else 'unchanged'
        end as status,
        why_not as problem,
        why_not is null and is_waived as is_waived,
        nullif(found_line, '') as received_line,
        case when status = 'applied' then line end as corrected_line,
        received_texts,
        corrected_texts,
        line_rowid,
        case when status = 'applied' then case when is_marked_copy then '=' else '' end || line end as patched_line,
    from judged
{%- endmacro %}
