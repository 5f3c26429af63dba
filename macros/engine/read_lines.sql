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
    {%- for has_nul in [false, true] -%}
        {%- set paths = run_query(
            'select read_path from raw.run_files where feed = ' ~ sql_text(feed)
            ~ ' and header is not null and has_nul = ' ~ has_nul ~ ' order by source_file'
        ).columns[0].values() -%}
        {%- if paths -%}
            {%- set insert -%}
                insert into {{ table }}
                select cast(file_index as bigint) + {{ files_before.count + 1 }}, line
                from read_csv(
                    {{ path_list(paths) }}, columns = {'line': 'varchar'},
                    auto_detect = false, header = true, strict_mode = false, quote = '', escape = '',
                    {#- With no delimiter a NUL ends the line, hence four bytes that don't occur in such a file. #}
                    delim = {{ "e'\\x01\\x02\\x03\\x04'" if has_nul else "''" }},
                    max_line_size = 34603008, buffer_size = 67108864
                )
            {%- endset -%}
            {%- do run_query(insert) -%}
            {%- set files_before.count = files_before.count + paths | length -%}
        {%- endif -%}
    {%- endfor -%}
{% endmacro %}
