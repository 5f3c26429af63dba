{#
  Finds the files of corrections for some dates; true when there are any. A compile error for one that
  can't be read, and where the folder is gone from which loaded corrections came.
#}
{% macro find_corrections(dates) %}{{ return(adapter.dispatch('find_corrections')(dates)) }}{% endmacro %}

{% macro duckdb__find_corrections(dates) %}
    {%- set folders = run_query("select unnest(coalesce(correction_folders(" ~ sql_text(corrections_dir()) ~ "), [null]))").columns[0].values() -%}
    {%- if folders | length == 1 and folders[0] is none
        and run_query("select 1 from raw.loaded_files where starts_with(source_file, 'corrections/') limit 1").rows -%}
        {{ exceptions.raise_compiler_error("No folder of corrections: " ~ corrections_dir() ~ " does not exist, but loaded dates were corrected from it. Make an empty one to take them back. Nothing was changed.") }}
    {%- endif -%}
    {%- do warn_of_lost_corrections(folders) -%}
    {%- do run_query('delete from raw.run_corrections') -%}
    {%- do run_query('delete from raw.run_correction_files') -%}
    {%- do run_query('insert into raw.run_correction_files by name select unnest(correction_files(' ~ correction_arguments(dates) ~ '), recursive := true)') -%}
    {%- set problems = run_query('select problem from raw.run_correction_files where problem is not null').columns[0].values() -%}
    {%- if problems -%}
        {{ exceptions.raise_compiler_error(problems | join('; ') ~ '. Nothing was changed.') }}
    {%- endif -%}
    {%- set strays = run_query('select unnest(stray_corrections(' ~ sql_text(corrections_dir()) ~ ', ' ~ date_list(dates) ~ '))').columns[0].values() -%}
    {%- do warn_of_unread_corrections(strays) -%}
    {{ return(run_query('select 1 from raw.run_correction_files limit 1').rows | length > 0) }}
{% endmacro %}

{% macro spark__find_corrections(dates) %}
    {%- set folders = run_query('select name from ' ~ python_rows('correction_folders', {'root': corrections_dir()})).columns[0].values() -%}
    {%- if folders | length == 1 and folders[0] is none
        and run_query("select 1 from raw.loaded_files where startswith(source_file, 'corrections/') limit 1").rows -%}
        {{ exceptions.raise_compiler_error("No folder of corrections: " ~ corrections_dir() ~ " does not exist, but loaded dates were corrected from it. Make an empty one to take them back. Nothing was changed.") }}
    {%- endif -%}
    {%- do warn_of_lost_corrections(folders) -%}
    {%- do run_query('truncate table raw.run_corrections') -%}
    {%- set files = python_rows('correction_files', correction_arguments(dates)) -%}
    {%- do run_query('insert overwrite table raw.run_correction_files by name select * from ' ~ files) -%}
    {%- set problems = run_query('select problem from raw.run_correction_files where problem is not null').columns[0].values() -%}
    {%- if problems -%}
        {{ exceptions.raise_compiler_error(problems | join('; ') ~ '. Nothing was changed.') }}
    {%- endif -%}
    {%- set strays = run_query('select name from ' ~ python_rows('stray_corrections', {'root': corrections_dir(), 'dates': dates})).columns[0].values() -%}
    {%- do warn_of_unread_corrections(strays) -%}
    {{ return(run_query('select 1 from raw.run_correction_files limit 1').rows | length > 0) }}
{% endmacro %}

{# Warns of what lies among the corrections and is not read, and of files that were applied and are gone. #}
{% macro warn_of_unread_corrections(strays) %}
    {%- if strays -%}
        {%- do exceptions.warn("Ignored among the corrections: " ~ strays | join(', ')) -%}
    {%- endif -%}
    {%- set gone -%}
        select source_file
        from raw.loaded_files
        where
            source_file like 'corrections/%'
            and ingest_date in (select ingest_date from raw.run_partitions)
            and source_file not in (select source_file from raw.run_correction_files)
        order by source_file
    {%- endset -%}
    {%- set files = run_query(gone).columns[0].values() -%}
    {%- if files -%}
        {%- do exceptions.warn("Corrections are taken back, as their file is gone: " ~ files | join(', ')) -%}
    {%- endif -%}
{% endmacro %}

{# Warns of folders of corrections that no run will ever read. #}
{% macro warn_of_lost_corrections(folders) %}
    {%- set partitions = raw_partition_names() -%}
    {%- set lost = [] -%}
    {%- for folder in folders if folder is not none and folder not in partitions -%}
        {%- do lost.append(folder) -%}
    {%- endfor -%}
    {%- if lost -%}
        {%- do exceptions.warn("Corrections without a partition in " ~ corrections_dir() ~ ": " ~ lost | join(', ')) -%}
    {%- endif -%}
{% endmacro %}

{# The names of the folders of the raw folder. #}
{% macro raw_partition_names() %}{{ return(adapter.dispatch('raw_partition_names')()) }}{% endmacro %}

{% macro duckdb__raw_partition_names() %}
    {{ return(run_query("select unnest(raw_partitions(" ~ sql_text(raw_dir()) ~ "), recursive := true)").columns[0].values()) }}
{% endmacro %}

{% macro spark__raw_partition_names() %}
    {{ return(run_query('select name from ' ~ python_rows('raw_partitions', {'root': raw_dir()})).columns[0].values()) }}
{% endmacro %}
