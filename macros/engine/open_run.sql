{# Checks what was asked for, pins the run's files and their lines, and marks its dates as begun. First thing in every run. #}
{% macro open_run() %}
    {%- if execute and opens_run() -%}
        {%- if flags.EMPTY -%}
            {{ exceptions.raise_compiler_error("--empty would replace loaded dates by nothing: refused.") }}
        {%- endif -%}
        {%- do check_variables() -%}
        {%- do check_own_names() -%}
        {%- set dates = chosen_dates(run_query('select * from ' ~ python_rows('raw_partitions', {'root': raw_dir()})).rows) -%}
        {%- do create_run_tables() -%}
        {%- do check_columns() -%}
        {%- do replace_raw_table('run_dates', dates_query(dates.all)) -%}
        {%- if flags.WHICH != 'test' -%}
            {%- do pin_files(dates.present) -%}
            {%- set has_decisions = find_corrections(dates.present) -%}
            {%- set part = chosen_part() -%}
            {%- if part != 'nothing' -%}
                {%- do read_run(dates.present, has_decisions) -%}
                {%- do begin_dates(part == 'part') -%}
            {%- endif -%}
        {%- endif -%}
        {%- do forget_answers() -%}
    {%- endif -%}
{% endmacro %}

{# Dates as a query of one column. #}
{% macro dates_query(dates) %}{{ return('select ' ~ unnested(date_list(dates)) ~ ' as ingest_date') }}{% endmacro %}

{# Inspects the files of some dates, into raw.run_files and raw.run_strays: a compile error where one can't be read as a whole. #}
{% macro pin_files(dates) %}
    {%- do replace_raw_table('run_partitions', dates_query(dates)) -%}
    {%- set arguments = {'root': raw_dir(), 'dates': dates, 'scratch': scratch_dir(), 'readings': readings(), 'fingerprint': target.type} -%}
    {%- do replace_raw_table('run_files', 'select * from ' ~ python_rows('raw_files', arguments)) -%}
    {%- do replace_raw_table('run_strays', 'select * from ' ~ python_rows('stray_files', {'root': raw_dir(), 'dates': dates, 'readings': readings()})) -%}
    {%- set strays = run_query('select source_file from raw.run_strays where feed is null order by source_file').columns[0].values() -%}
    {%- do warn_of("Ignored, not named like a feed's file", strays) -%}
    {%- do refuse_problems('run_files') -%}
    {%- do suit_size() -%}
{% endmacro %}

{# A compile error with the problems in a table of the source `raw`. #}
{% macro refuse_problems(table) %}
    {%- set problems = run_query('select problem from raw.' ~ table ~ ' where problem is not null').columns[0].values() -%}
    {%- if problems -%}
        {{ exceptions.raise_compiler_error(first_of(problems) | join('; ') ~ '. Nothing was changed.') }}
    {%- endif -%}
{% endmacro %}

{# Reads the lines of a run, and what was decided about them: what changes meanwhile is a compile error. #}
{% macro read_run(dates, has_decisions) %}
    {%- for feed in feeds() %}{% do read_lines(feed) %}{% endfor -%}
    {%- do check_lines_read() -%}
    {%- if has_decisions -%}
        {%- do replace_raw_table('run_corrections', 'select * from ' ~ python_rows('correction_rows', correction_arguments(dates))) -%}
        {%- do check_unchanged(changed_correction_files()) -%}
    {%- endif -%}
{% endmacro %}

{# The tables in which runs keep what they have to remember: see the source `raw`. #}
{% macro create_run_tables() %}
    {%- do check_layout() -%}
    {%- do check_keys() -%}
    {%- do run_query('create schema if not exists raw') -%}
    {%- if 'loaded_files' not in raw_tables() -%}
        {%- do replace_raw_table('warehouse_version', 'select * from ' ~ python_rows('this_layout', {})) -%}
        {%- do keep_raw_table('begun_dates', 'is_part boolean') -%}
        {%- do keep_raw_table(
            'loaded_files', 'source_file varchar, bytes bigint, modified_ns bigint, checksum bigint, changed_ns bigint, inode bigint'
        ) -%}
    {%- endif -%}
{% endmacro %}

{# True for a command that opens a run: for any other, the tables of the latest one may not be there. #}
{% macro opens_run() %}{{ return(flags.WHICH in ['build', 'run', 'test', 'retry']) }}{% endmacro %}
