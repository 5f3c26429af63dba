{#
  Finds the files of corrections for some dates, into raw.run_correction_files; true when there are any. A compile error
  for one that can't be read, and where the folder is gone from which loaded corrections came.
#}
{% macro find_corrections(dates) %}
    {%- set folders = run_query('select name from ' ~ python_rows('correction_folders', {'root': corrections_dir()})).columns[0].values() -%}
    {%- if folders | length == 1 and folders[0] is none and run_query("select 1 from raw.loaded_files where source_file like 'corrections/%' limit 1").rows -%}
        {{ exceptions.raise_compiler_error("No folder of corrections: " ~ corrections_dir() ~ " does not exist, but loaded dates were corrected from it. Make an empty one to take them back. Nothing was changed.") }}
    {%- endif -%}
    {%- do warn_of_lost_corrections(folders) -%}
    {%- set arguments = correction_arguments(dates) -%}
    {%- do replace_raw_table('run_correction_files', 'select * from ' ~ python_rows('correction_files', arguments)) -%}
    {%- do refuse_problems('run_correction_files') -%}
    {%- do replace_raw_table('run_corrections', 'select * from ' ~ python_rows('correction_rows', dict(arguments, dates=[]))) -%}
    {%- do warn_of_unread_corrections(run_query('select name from ' ~ python_rows('stray_corrections', {'root': corrections_dir(), 'dates': dates})).columns[0].values()) -%}
    {{ return(run_query('select 1 from raw.run_correction_files limit 1').rows | length > 0) }}
{% endmacro %}

{# The arguments of the functions that read corrections: what they need to know of the feeds is their columns. #}
{% macro correction_arguments(dates) %}
    {%- set columns = {} -%}
    {%- for feed in feeds() %}{% do columns.update({feed: feed_columns(feed)}) %}{% endfor -%}
    {{ return({'root': corrections_dir(), 'dates': dates, 'columns': columns}) }}
{% endmacro %}

{# Warns of what lies among the corrections and is not read, and of files that were applied and are gone. #}
{% macro warn_of_unread_corrections(strays) %}
    {%- do warn_of('Ignored among the corrections', strays) -%}
    {%- set gone -%}
        select source_file
        from raw.loaded_files
        where
            source_file like 'corrections/%'
            and ingest_date in (select ingest_date from raw.run_partitions)
            and source_file not in (select source_file from raw.run_correction_files)
        order by source_file
    {%- endset -%}
    {%- do warn_of('Corrections are taken back, as their file is gone', run_query(gone).columns[0].values()) -%}
{% endmacro %}

{# Warns of folders of corrections that no run will ever read. #}
{% macro warn_of_lost_corrections(folders) %}
    {%- set partitions = run_query('select name from ' ~ python_rows('raw_partitions', {'root': raw_dir()})).columns[0].values() -%}
    {%- set lost = [] -%}
    {%- for folder in folders if folder is not none and folder not in partitions -%}
        {%- do lost.append(folder) -%}
    {%- endfor -%}
    {%- do warn_of('Corrections without a partition in ' ~ corrections_dir(), lost) -%}
{% endmacro %}
