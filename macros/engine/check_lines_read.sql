{#
  A compile error where a file changed since it was inspected, or where the lines that read_lines() read are not those
  of its bytes. Leaves in raw.read_files what was read of each file.
#}
{% macro check_lines_read() %}
    {%- do check_unchanged(changed_files()) -%}
    {%- do keep_read_files() -%}
    {%- set other = run_query(
        'select files.source_file from raw.run_files as files left join raw.read_files as found'
        ~ ' on files.ingest_date = found.ingest_date and files.source_file = found.source_file'
        ~ ' where coalesce(found.data_lines, 0) <> files.data_lines'
        ~ ' or coalesce(found.lines_fingerprint, 0) <> files.lines_fingerprint order by files.source_file'
    ).columns[0].values() -%}
    {%- if other -%}
        {{ exceptions.raise_compiler_error('The lines read of ' ~ other | join(', ') ~ ' are not those of its bytes. Nothing was changed.') }}
    {%- endif -%}
{% endmacro %}

{# A compile error where files changed while the run read them. #}
{% macro check_unchanged(changed) %}
    {%- if changed -%}
        {{ exceptions.raise_compiler_error(changed | join(', ') ~ ' changed while the run read it. Nothing was changed.') }}
    {%- endif -%}
{% endmacro %}

{# The run's files that are no longer what they were when they were inspected. #}
{% macro changed_files() %}
    {%- set files = 'select ' ~ file_state() ~ ' from raw.run_files' -%}
    {{ return(run_query('select name from ' ~ python_rows('changed_files', {'root': raw_dir()}, files)).columns[0].values()) }}
{% endmacro %}

{# The same of the files of corrections. #}
{% macro changed_correction_files() %}
    {%- set files = 'select cast(ingest_date as string) as ingest_date, ' ~ file_state() ~ ' from raw.run_correction_files' -%}
    {{ return(run_query(
        "select coalesce(source_file, 'corrections/ingest_date=' || ingest_date) from "
        ~ python_rows('correction_changes', {'root': corrections_dir()}, files)
    ).columns[0].values()) }}
{% endmacro %}

{# Counts the lines read of each file and takes their fingerprint, as scripts/sluice/files/line_fingerprints.py does of the bytes. #}
{% macro keep_read_files() %}{{ return(adapter.dispatch('keep_read_files')()) }}{% endmacro %}

{% macro duckdb__keep_read_files() %}
    {%- set counts = [] -%}
    {%- for feed in feeds() -%}
        {%- do counts.append(
            'select ' ~ sql_text(feed) ~ ' as feed, file_number, count(*) as rows, ' ~ further_lines(feed, copied_text(feed, 'raw_line')) ~ ' as further_lines, cast(sum(hash(raw_line)) % 9223372036854775808 as bigint)'
            ~ ' as lines_fingerprint from ' ~ lines_table(feed) ~ ' where raw_line is not null group by file_number'
        ) -%}
    {%- endfor -%}
    {%- do run_query(
        'create or replace table raw.read_files as with files as (select ingest_date, feed, source_file, is_marked_copy,'
        ~ ' row_number() over (partition by feed order by has_nul, source_file) as file_number from raw.run_files where header is not null)'
        ~ ' select ingest_date, source_file, rows + case when is_marked_copy then further_lines else 0 end as data_lines, lines_fingerprint from files inner join ('
        ~ counts | join(' union all ') ~ ') as counts using (feed, file_number)'
    ) -%}
{% endmacro %}

{% macro spark__keep_read_files() %}
    {%- set counts = [] -%}
    {%- for feed in feeds() -%}
        {%- do counts.append(
            'select ingest_date, source_file, count(*) + ' ~ further_lines(feed, 'case when is_marked_copy then ' ~ copied_text(feed, 'raw_line') ~ " else '' end") ~ ' as data_lines, sum(crc32(cast(raw_line as binary))) as lines_fingerprint from ('
            ~ all_lines(feed) ~ ") where line_number > 1 and raw_line <> '' group by ingest_date, source_file"
        ) -%}
    {%- endfor -%}
    {%- do replace_raw_table('read_files', counts | join(' union all ')) -%}
{% endmacro %}
