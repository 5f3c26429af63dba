{#
  Reads the physical lines of the run's files of a feed into a temporary table, in file order.
  A pre-hook of the staging models: a table loaded in order can be numbered by rowid on all cores,
  while row_number() over () would keep the reading on one.
#}
{% macro read_lines(feed) %}{{ return(adapter.dispatch('read_lines')(feed)) }}{% endmacro %}

{% macro duckdb__read_lines(feed) -%}
    create or replace temporary table {{ feed }}_lines (file_number bigint, raw_line varchar);
    {%- if execute %}
        {%- set files_before = namespace(count=0) %}
        {%- for has_nul in [false, true] %}
            {%- set paths = run_query(
                'select read_path from ' ~ ref('stg_files') ~ ' where feed = ' ~ sql_text(feed) ~ ' and header is not null and has_nul = '
                ~ has_nul ~ ' and ' ~ in_run_dates() ~ ' order by source_file'
            ).columns[0].values() %}
            {%- if paths %}
    insert into {{ feed }}_lines
    select cast(file_index as bigint) + {{ files_before.count + 1 }}, line
    from read_csv(
        {{ path_list(paths) }}, columns = {'line': 'varchar'},
        auto_detect = false, header = false, strict_mode = false, quote = '', escape = '',
        {#- With no delimiter a NUL ends the line, hence four bytes that don't occur in such a file. #}
        delim = {{ "e'\\x01\\x02\\x03\\x04'" if has_nul else "''" }},
        max_line_size = 34603008, buffer_size = 67108864
    );
                {%- set files_before.count = files_before.count + paths | length %}
            {%- endif %}
        {%- endfor %}
    {%- endif %}
{%- endmacro %}
