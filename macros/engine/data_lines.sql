{#
  The data lines of a feed's files as a subquery of
  (line_id, ingest_date, source_file, line_number, raw_line, is_utf8): no header, no empty line.
  `line_id` is what no other line of the feed has in this run.
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
        inner join files on {{ 'true' if date_of_one_file(feed) else 'lines.file_number = files.file_number' }}
        where lines.raw_line is not null
    )
{%- endmacro %}

{% macro spark__data_lines(feed) -%}
    {#- Run after stg_files, but when a run is opened, where nothing is in any order. #}
    {%- if model.resource_type != 'operation' %}{% do ref('stg_files') %}{% endif -%}
    {%- set is_corrected = has_corrections(feed) -%}
    (
        with numbered as (
            {{ numbered_lines(feed) | indent(12) }}
        )

        {#- A marked copy has '=' (valid UTF-8) or '!' before each line: see scripts/raw_files.py. #}
        select
            struct(numbered.source_file, numbered.line_number) as line_id,
            numbered.ingest_date,
            numbered.source_file,
            numbered.line_number,
            {{ 'coalesce(corrections.corrected_line, ' if is_corrected }}case
                when numbered.is_marked_copy then substr(numbered.raw_line, 2) else numbered.raw_line
            end{{ ')' if is_corrected }} as raw_line,
            {{ 'corrections.corrected_line is not null or ' if is_corrected }}not numbered.is_marked_copy or startswith(numbered.raw_line, '=') as is_utf8,
        from numbered
        {%- if is_corrected %}
        left join raw.run_corrections as corrections
            on
                corrections.feed = {{ sql_text(feed) }}
                and corrections.status = 'applied'
                and numbered.ingest_date = corrections.ingest_date
                and numbered.source_file = corrections.source_file
                and numbered.line_number = corrections.line_number
        {%- endif %}
        where numbered.line_number > 1 and numbered.raw_line <> ''
    )
{%- endmacro %}

{# The lines of a feed on Spark, headers and empty ones too, with their files and their numbers in them. #}
{% macro numbered_lines(feed) -%}
    select
        blocks.ingest_date,
        blocks.source_file,
        blocks.is_marked_copy,
        lines.id - blocks.first_id + blocks.lines_before + 1 as line_number,
        lines.raw_line
    from {{ lines_table(feed) }} as lines
    inner join raw.{{ feed }}_blocks as blocks
        on lines.read_name = blocks.read_name and lines.block_start = blocks.block_start
{%- endmacro %}

{# Where the lines of a feed are during a run: in memory, see `attach` in profiles.yml; on Spark among the tables. #}
{% macro lines_table(feed) %}{{ return(adapter.dispatch('lines_table')(feed)) }}{% endmacro %}

{% macro duckdb__lines_table(feed) %}{{ return('scratch.main.' ~ feed ~ '_lines') }}{% endmacro %}

{% macro spark__lines_table(feed) %}{{ return('raw.' ~ feed ~ '_lines') }}{% endmacro %}
