{#
  The data lines that read_lines(feed) read, numbered, as a subquery of (ingest_date, source_file, line_number,
  raw_line, flaw): no header, no empty line.
#}
{% macro numbered_lines(feed) %}{{ return(adapter.dispatch('numbered_lines')(feed)) }}{% endmacro %}

{% macro duckdb__numbered_lines(feed) -%}
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

        {#- A marked copy has a mark before each line: see scripts/sluice/files/raw_files.py. #}
        select
            files.ingest_date,
            files.source_file,
            lines.rowid - files.first_rowid + 2 as line_number,
            case when files.is_marked_copy then {{ copied_text(feed, 'lines.raw_line') }} else lines.raw_line end as raw_line,
            case when files.is_marked_copy then {{ flaw_of('lines.raw_line[1]') }} end as flaw,
        from {{ lines_table(feed) }} as lines
        inner join files on {{ 'true' if date_of_one_file(feed) else 'lines.file_number = files.file_number' }}
        where lines.raw_line is not null
    )
{%- endmacro %}

{% macro spark__numbered_lines(feed) -%}
    -- depends_on: {{ ref('stg_files') }}
    (
        with numbered as (
            {{ all_lines(feed) | indent(12) }}
        )

        {#- A marked copy has a mark before each line: see scripts/sluice/files/raw_files.py. #}
        select
            ingest_date,
            source_file,
            line_number,
            case when is_marked_copy then {{ copied_text(feed, 'raw_line') }} else raw_line end as raw_line,
            case when is_marked_copy then {{ flaw_of('substr(raw_line, 1, 1)') }} end as flaw,
        from numbered
        where line_number > 1 and raw_line <> ''
    )
{%- endmacro %}

{# What a mark says against a line: nothing, that it isn't in its file's encoding, or that it stands inside a quoted field. #}
{% macro flaw_of(mark) %}{{ return('case ' ~ mark ~ " when '!' then 'encoding' when '\"' then 'quotes' end") }}{% endmacro %}

{# The lines of a feed on Spark, headers and empty ones too, with their files and their numbers in them. #}
{% macro all_lines(feed) -%}
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

{# Where the lines of a feed are until staging has them: in memory, see `attach` in profiles.yml; on Spark among the tables. #}
{% macro lines_table(feed) %}{{ return(by_engine(duckdb='scratch.main.' ~ feed ~ '_lines', spark='raw.' ~ feed ~ '_lines')) }}{% endmacro %}

{# What tells a row of staging from all others of a query, as cheaply as the engine can. #}
{% macro line_id(relation) %}{{ return(adapter.dispatch('line_id')(relation)) }}{% endmacro %}

{% macro duckdb__line_id(relation) %}
    {%- if model.resource_type == 'unit_test' -%}
        {{ return('row(' ~ relation ~ '.source_file, ' ~ relation ~ '.line_number)') }}
    {%- endif -%}
    {{ return(relation ~ '.rowid') }}
{% endmacro %}

{% macro spark__line_id(relation) %}{{ return('struct(' ~ relation ~ '.source_file, ' ~ relation ~ '.line_number)') }}{% endmacro %}
