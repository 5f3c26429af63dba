{#
  The data lines of a feed's files as a subquery of
  (line_id, ingest_date, source_file, line_number, raw_line, is_utf8): no header, no empty line.
  `line_id` is a number that no other line of the feed has in this run.
  They are those that open_run() read by read_lines(feed).
#}
{% macro data_lines(feed) %}{{ return(adapter.dispatch('data_lines')(feed)) }}{% endmacro %}

{% macro duckdb__data_lines(feed) -%}
    (
        with numbered_files as (
            select
                ingest_date,
                source_file,
                is_marked_copy,
                row_number() over (order by has_nul, source_file) as file_number,
            from {{ ref('stg_files') }}
            where feed = {{ sql_text(feed) }} and header is not null and {{ in_run_dates() }}
        ),

        files as (
            select
                numbered_files.*,
                first_lines.rowid as first_rowid,
            from numbered_files
            inner join (
                select
                    file_number,
                    min(rowid) as rowid,
                from {{ lines_table(feed) }}
                group by file_number
            ) as first_lines using (file_number)
        )

        {#- A marked copy has '=' (valid UTF-8) or '!' before each line: see scripts/raw_files.py. #}
        select
            lines.rowid as line_id,
            files.ingest_date,
            files.source_file,
            lines.rowid - files.first_rowid + 2 as line_number,
            case when files.is_marked_copy then substr(lines.raw_line, 2) else lines.raw_line end as raw_line,
            not files.is_marked_copy or lines.raw_line[1] = '=' as is_utf8,
        from {{ lines_table(feed) }} as lines
        inner join files on lines.file_number = files.file_number
        where lines.raw_line is not null
    )
{%- endmacro %}

{# Where the lines of a feed are during a run: in memory, see `attach` in profiles.yml. #}
{% macro lines_table(feed) %}{{ return('scratch.main.' ~ feed ~ '_lines') }}{% endmacro %}
