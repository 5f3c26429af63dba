{#
  Reads the corrections of the run's dates, changes the lines that read_lines(feed) read as they say, and
  leaves in raw.run_corrections what became of each. Whatever reads lines then sees corrected ones.
#}
{% macro read_corrections(dates) %}{{ return(adapter.dispatch('read_corrections')(dates)) }}{% endmacro %}

{% macro duckdb__read_corrections(dates) %}
    {%- do run_query(
        'insert into raw.run_corrections by name select found.*, ' ~ sql_text('read') ~ ' as status from (select unnest(correction_rows('
        ~ correction_arguments(dates) ~ ')) as found)'
    ) -%}
    {%- for feed in run_query('select distinct feed from raw.run_corrections').columns[0].values() -%}
        {%- do run_query('create or replace table scratch.main.corrections as ' ~ judged_corrections(feed)) -%}
        {%- do run_query('delete from raw.run_corrections where feed = ' ~ sql_text(feed)) -%}
        {%- do run_query('insert into raw.run_corrections by name select * exclude (line_rowid, patched_line) from scratch.main.corrections') -%}
        {%- do run_query(
            'update ' ~ lines_table(feed) ~ ' set raw_line = patched_line from scratch.main.corrections as corrections where '
            ~ lines_table(feed).split('.')[-1] ~ '.rowid = corrections.line_rowid and corrections.patched_line is not null'
        ) -%}
        {%- do run_query('drop table scratch.main.corrections') -%}
    {%- endfor -%}
{% endmacro %}

{% macro spark__read_corrections(dates) %}
    {%- set read = python_rows('correction_rows', correction_arguments(dates)) -%}
    {%- do run_query('insert overwrite table raw.run_corrections by name select *, ' ~ sql_text('read') ~ ' as status from ' ~ read) -%}
    {%- set feeds = run_query('select distinct feed from raw.run_corrections').columns[0].values() -%}
    {%- if feeds -%}
        {%- set judged = [] -%}
        {%- for feed in feeds -%}
            {%- do judged.append('select * except (line_rowid, patched_line) from (' ~ judged_corrections(feed) ~ ')') -%}
        {%- endfor -%}
        {%- do replace_raw_table('judged_corrections', portable_sql(judged | join(' union all '))) -%}
        {%- do run_query('insert overwrite table raw.run_corrections by name select * from raw.judged_corrections') -%}
        {%- do run_query('drop table raw.judged_corrections') -%}
    {%- endif -%}
{% endmacro %}

{# The arguments of the functions of scripts/corrections.py. #}
{% macro correction_arguments(dates) %}{{ return(adapter.dispatch('correction_arguments')(dates)) }}{% endmacro %}

{% macro duckdb__correction_arguments(dates) %}
    {{ return(sql_text(corrections_dir()) ~ ', ' ~ date_list(dates) ~ ', ' ~ sql_text(columns_of_feeds())) }}
{% endmacro %}

{% macro spark__correction_arguments(dates) %}
    {{ return({'root': corrections_dir(), 'dates': dates, 'columns': columns_of_feeds()}) }}
{% endmacro %}

{# The columns of every feed as JSON. #}
{% macro columns_of_feeds() %}
    {%- set columns = {} -%}
    {%- for feed in feeds() %}{% do columns.update({feed: feed_columns(feed)}) %}{% endfor -%}
    {{ return(tojson(columns)) }}
{% endmacro %}
