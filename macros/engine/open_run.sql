{# Checks what was asked for, pins the run's files and marks its dates as begun. First thing in every run. #}
{% macro open_run() %}
    {%- if execute and flags.WHICH in ['build', 'run', 'test', 'retry'] -%}
        {{ adapter.dispatch('open_run')() }}
    {%- endif -%}
{% endmacro %}

{% macro duckdb__open_run() %}
    {%- if flags.EMPTY -%}
        {{ exceptions.raise_compiler_error("--empty would replace loaded dates by nothing: refused.") }}
    {%- endif -%}
    {%- do check_variables() -%}
    {%- set folders = run_query("select unnest(coalesce(raw_partitions(" ~ sql_text(raw_dir()) ~ "), [{'name': null, 'ingest_date': null, 'problem': null}]), recursive := true)").rows -%}
    {%- set dates = chosen_dates(folders) -%}
    {%- do create_run_tables() -%}
    {%- do run_query('create or replace table raw.run_dates as select unnest(' ~ date_list(dates.all) ~ ') as ingest_date') -%}
    {%- if flags.WHICH != 'test' -%}
        {%- do run_query('create or replace table raw.run_partitions as select unnest(' ~ date_list(dates.present) ~ ') as ingest_date') -%}
        {%- do run_query(
            'create or replace table raw.run_files as select unnest(raw_files('
            ~ sql_text(raw_dir()) ~ ', ' ~ date_list(dates.present) ~ ', ' ~ sql_text(scratch_dir())
            ~ '), recursive := true)'
        ) -%}
        {%- set problems = run_query('select problem from raw.run_files where problem is not null').columns[0].values() -%}
        {%- if problems -%}
            {{ exceptions.raise_compiler_error(problems | join('; ') ~ '. Nothing was changed.') }}
        {%- endif -%}
        {%- set has_decisions = find_corrections(dates.present) -%}
        {%- set part = chosen_part() -%}
        {%- if part != 'nothing' -%}
            {%- do read_run(dates.present, has_decisions) -%}
            {%- do begin_dates(part == 'part') -%}
        {%- endif -%}
    {%- endif -%}
{% endmacro %}

{% macro spark__open_run() %}
    {%- if flags.EMPTY -%}
        {{ exceptions.raise_compiler_error("--empty would replace loaded dates by nothing: refused.") }}
    {%- endif -%}
    {%- do check_variables() -%}
    {%- set folders = run_query('select * from ' ~ python_rows('raw_partitions', {'root': raw_dir()})).rows -%}
    {%- set dates = chosen_dates(folders) -%}
    {%- do create_run_tables() -%}
    {%- do replace_raw_table('run_dates', 'select explode(' ~ date_list(dates.all) ~ ') as ingest_date') -%}
    {%- if flags.WHICH != 'test' -%}
        {%- set present = {'root': raw_dir(), 'dates': dates.present} -%}
        {%- do replace_raw_table('run_partitions', 'select explode(' ~ date_list(dates.present) ~ ') as ingest_date') -%}
        {%- do replace_raw_table('run_files', 'select * from ' ~ python_rows('raw_files', dict(present, scratch=scratch_dir()))) -%}
        {%- set problems = run_query('select problem from raw.run_files where problem is not null').columns[0].values() -%}
        {%- if problems -%}
            {{ exceptions.raise_compiler_error(problems | join('; ') ~ '. Nothing was changed.') }}
        {%- endif -%}
        {%- set has_decisions = find_corrections(dates.present) -%}
        {%- set part = chosen_part() -%}
        {%- if part != 'nothing' -%}
            {%- do read_run(dates.present, has_decisions) -%}
            {%- do begin_dates(part == 'part') -%}
        {%- endif -%}
    {%- endif -%}
{% endmacro %}

{# Reads the lines of a run, and what was decided about them: what changes meanwhile is a compile error. #}
{% macro read_run(dates, has_decisions) %}
    {%- for feed in feeds() %}{% do read_lines(feed) %}{% endfor -%}
    {%- do check_lines_read() -%}
    {%- if has_decisions -%}
        {%- do read_corrections(dates) -%}
        {%- do check_unchanged(changed_correction_files()) -%}
    {%- endif -%}
{% endmacro %}

{# The tables in which a run keeps what it has to remember: see the source `raw`. #}
{% macro create_run_tables() %}
    {%- do check_layout() -%}
    {%- do run_query('create schema if not exists raw') -%}
    {{ return(adapter.dispatch('create_run_tables')()) }}
{% endmacro %}

{% macro duckdb__create_run_tables() %}
    {%- do run_query('create table if not exists raw.warehouse_version as select unnest(this_layout(), recursive := true)') -%}
    {%- do run_query('create table if not exists raw.begun_dates (ingest_date date primary key, is_part boolean)') -%}
    {%- do run_query(
        'create table if not exists raw.run_correction_files (ingest_date date, feed varchar, source_file varchar, bytes bigint,'
        ~ ' modified_ns bigint, checksum bigint, problem varchar, changed_ns bigint, inode bigint)'
    ) -%}
    {%- do run_query(
        'create table if not exists raw.run_corrections (ingest_date date, feed varchar, correction_file varchar, row_number bigint,'
        ~ ' source_file varchar, line_number bigint, line_fingerprint varchar, texts varchar[], is_waived boolean, corrected_by varchar,'
        ~ ' note varchar, problem varchar)'
    ) -%}
    {%- do run_query(
        'create table if not exists raw.loaded_files (ingest_date date, source_file varchar, bytes bigint, modified_ns bigint, checksum bigint,'
        ~ ' changed_ns bigint, inode bigint)'
    ) -%}
    {#- Not in a warehouse of before. #}
    {%- for table in ['run_correction_files', 'loaded_files'] -%}
        {%- for column in ['changed_ns', 'inode'] -%}
            {%- do run_query('alter table raw.' ~ table ~ ' add column if not exists ' ~ column ~ ' bigint') -%}
        {%- endfor -%}
    {%- endfor -%}
{% endmacro %}

{% macro spark__create_run_tables() %}
    {%- set corrections = {
        'run_correction_files': 'ingest_date date, feed string, source_file string, bytes bigint, modified_ns bigint, checksum bigint, problem string,'
            ~ ' changed_ns bigint, inode bigint',
        'run_corrections': 'ingest_date date, feed string, correction_file string, row_number bigint, source_file string, line_number bigint,'
            ~ ' line_fingerprint string, texts array<string>, is_waived boolean, corrected_by string, note string, problem string',
    } -%}
    {%- set by_date = {
        'begun_dates': 'is_part boolean, ingest_date date',
        'loaded_files': 'source_file string, bytes bigint, modified_ns bigint, checksum bigint, changed_ns bigint, inode bigint, ingest_date date',
    } -%}
    {%- do run_query('create table if not exists raw.warehouse_version using parquet as select * from ' ~ python_rows('this_layout', {})) -%}
    {%- for name, columns in corrections.items() -%}
        {%- do run_query('create table if not exists raw.' ~ name ~ ' (' ~ columns ~ ') using parquet') -%}
    {%- endfor -%}
    {%- for name, columns in by_date.items() -%}
        {%- do run_query('create table if not exists raw.' ~ name ~ ' (' ~ columns ~ ') using parquet partitioned by (ingest_date)') -%}
    {%- endfor -%}
    {#- Not in a warehouse of before. #}
    {%- for table in ['run_correction_files', 'loaded_files'] -%}
        {%- set columns = run_query('show columns in raw.' ~ table).columns[0].values() -%}
        {%- if 'inode' not in columns -%}
            {%- do run_query('alter table raw.' ~ table ~ ' add columns (changed_ns bigint, inode bigint)') -%}
        {%- endif -%}
    {%- endfor -%}
{% endmacro %}
