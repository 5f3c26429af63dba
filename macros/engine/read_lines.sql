{#
  Reads the physical lines of the run's files of a feed behind their headers, from raw.run_files, into a table
  in memory, in file order: loaded in order, it is numbered by rowid on all cores, while row_number() over () would keep
  the reading on one. Spills to disk beyond the memory limit. See data_lines().
#}
{% macro read_lines(feed) %}{{ return(adapter.dispatch('read_lines')(feed)) }}{% endmacro %}

{% macro duckdb__read_lines(feed) %}
    {%- set table = lines_table(feed) -%}
    {%- do run_query('create or replace table ' ~ table ~ ' (file_number bigint, raw_line varchar)') -%}
    {%- set files_before = namespace(count=0) -%}
    {%- set files = run_query(
        'select read_path, separator, has_nul from raw.run_files where feed = ' ~ sql_text(feed)
        ~ ' and header is not null order by has_nul, source_file'
    ).rows -%}
    {#- With no delimiter a NUL ends the line, hence four bytes that don't occur in such a file, which is read by itself. #}
    {%- set plain_files = files | rejectattr('has_nul') | map(attribute='read_path') | list -%}
    {%- set groups = [(plain_files, '')] if plain_files else [] -%}
    {%- for file in files if file.has_nul %}{% do groups.append(([file.read_path], file.separator)) %}{% endfor -%}
    {%- for paths, separator in groups -%}
        {%- set insert -%}
            insert into {{ table }}
            select cast(file_index as bigint) + {{ files_before.count + 1 }}, line
            from read_csv(
                {{ path_list(paths) }}, columns = {'line': 'varchar'}, hive_partitioning = false,
                auto_detect = false, header = true, strict_mode = false, quote = '', escape = '',
                delim = e'{{ modules.re.sub('..', '\\\\x\\g<0>', separator) }}',
                max_line_size = 34603008, buffer_size = 67108864
            )
        {%- endset -%}
        {%- do run_query(insert) -%}
        {%- set files_before.count = files_before.count + paths | length -%}
    {%- endfor -%}
{% endmacro %}

{#
  On Spark the lines become a table, read in as many splits as it likes. A line knows where its split begins
  and how many lines of its task came before it, so that raw.<feed>_blocks can tell its number in its file.
#}
{% macro spark__read_lines(feed) %}
    {%- set paths = run_query(
        'select read_path from raw.run_files where feed = ' ~ sql_text(feed) ~ ' and header is not null'
    ).columns[0].values() -%}
    {%- set lines -%}
        {%- for files in path_list(paths) %}
        {{ 'union all' if not loop.first }}
        select
            regexp_extract(_metadata.file_path, '(ingest_date=[^/]*/)?[^/]*$', 0) as read_name,
            _metadata.file_block_start as block_start,
            monotonically_increasing_id() as id,
            value as raw_line
        from {{ files }}
        {%- else %}
        select '' as read_name, 0L as block_start, 0L as id, '' as raw_line where false
        {%- endfor %}
    {%- endset -%}
    {%- set blocks -%}
        with blocks as (
            select
                read_name,
                block_start,
                min(id) as first_id,
                count(*) as lines
            from {{ lines_table(feed) }}
            group by read_name, block_start
        )

        select
            files.ingest_date,
            files.source_file,
            files.is_marked_copy,
            blocks.read_name,
            blocks.block_start,
            blocks.first_id,
            sum(blocks.lines) over (partition by blocks.read_name order by blocks.block_start) - blocks.lines as lines_before
        from blocks
        inner join raw.run_files as files
            on blocks.read_name = regexp_extract(files.read_path, '(ingest_date=[^/]*/)?[^/]*$', 0)
    {%- endset -%}
    {%- do replace_raw_table(feed ~ '_lines', lines) -%}
    {%- do replace_raw_table(feed ~ '_blocks', blocks) -%}
{% endmacro %}
