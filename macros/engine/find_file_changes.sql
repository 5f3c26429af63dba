{#
  Finds what differs on the disk from what was loaded of every finished date, for find_stale_dates(). A file that is
  merely in another state, but holds what was loaded, is remembered in that state: the next look need not read it.
#}
{% macro find_file_changes(built=none) %}{{ return(adapter.dispatch('find_file_changes')(built)) }}{% endmacro %}

{% macro duckdb__find_file_changes(built) %}
    {%- set changes = [] -%}
    {%- for look in looks_at_files() -%}
        {%- set query -%}
            select {{ sql_text(look.reason) }} as reason, unnest({{ look.function }}({{ sql_text(look.root) }}, coalesce(list(
                struct_pack(ingest_date, {{ file_state() }})
            ), [])), recursive := true)
            from (select distinct ingest_date from {{ built }} where ingest_date not in (select ingest_date from raw.begun_dates)) as built
            left join (
                select * from raw.loaded_files where starts_with(source_file, 'corrections/') = {{ look.are_corrections }}
            ) as loaded_files using (ingest_date)
        {%- endset -%}
        {%- do changes.append(query) -%}
    {%- endfor -%}
    {%- do run_query('create or replace table scratch.main.file_changes as ' ~ changes | join(' union all ')) -%}
    {%- do tell_unreachable(run_query('select distinct problem from scratch.main.file_changes where problem is not null order by problem')) -%}
    {%- do run_query(
        'update raw.loaded_files set modified_ns = changes.modified_ns, changed_ns = changes.changed_ns, inode = changes.inode'
        ~ ' from scratch.main.file_changes as changes where not changes.is_other'
        ~ ' and loaded_files.ingest_date = changes.ingest_date and loaded_files.source_file = changes.source_file'
    ) -%}
{% endmacro %}

{% macro spark__find_file_changes(built) %}
    {%- set changes = [] -%}
    {%- for look in looks_at_files() -%}
        {%- set found = python_rows(look.function, {'root': look.root, 'loaded': loaded_files(look.are_corrections)}) -%}
        {%- do changes.append('select ' ~ sql_text(look.reason) ~ ' as reason, * from ' ~ found) -%}
    {%- endfor -%}
    {%- do replace_raw_table('file_changes', changes | join(' union all ')) -%}
    {%- do tell_unreachable(run_query('select distinct problem from raw.file_changes where problem is not null order by problem')) -%}
    {%- set same = 'select ingest_date, source_file, modified_ns, changed_ns, inode from raw.file_changes where not is_other and source_file is not null' -%}
    {%- if run_query(same ~ ' limit 1').rows -%}
        {%- do replace_raw_table(
            'looked_at_files',
            'select loaded.source_file, loaded.bytes, coalesce(same.modified_ns, loaded.modified_ns) as modified_ns, loaded.checksum,'
            ~ ' coalesce(same.changed_ns, loaded.changed_ns) as changed_ns, coalesce(same.inode, loaded.inode) as inode, loaded.ingest_date'
            ~ ' from raw.loaded_files as loaded left join (' ~ same ~ ') as same'
            ~ ' on loaded.ingest_date = same.ingest_date and loaded.source_file = same.source_file'
            ~ ' where loaded.ingest_date in (select ingest_date from (' ~ same ~ '))'
        ) -%}
        {%- do run_query('insert overwrite table raw.loaded_files partition (ingest_date) select * from raw.looked_at_files') -%}
        {%- do run_query('drop table raw.looked_at_files') -%}
    {%- endif -%}
{% endmacro %}

{# The looks at the files of the feeds and at those of the corrections: which function looks where, and what differs then. #}
{% macro looks_at_files() %}
    {{ return([
        {'function': 'raw_changes', 'root': raw_dir(), 'are_corrections': false, 'reason': 'its files are not those it was built from'},
        {
            'function': 'correction_changes', 'root': corrections_dir(), 'are_corrections': true,
            'reason': 'its corrections are not those it was built with',
        },
    ]) }}
{% endmacro %}

{# Tells of dates whose files can't be looked at, which says nothing about them: an error but at the end of a build. #}
{% macro tell_unreachable(problems) %}
    {%- set names = problems.columns[0].values() | join('; ') -%}
    {%- if names and flags.WHICH == 'run-operation' -%}
        {{ exceptions.raise_compiler_error(names ~ '. Nothing was changed.') }}
    {%- elif names -%}
        {%- do exceptions.warn('Nobody can tell whether these are still what was loaded: ' ~ names) -%}
    {%- endif -%}
{% endmacro %}

{# The columns that tell a file, its state and its content, as the functions of scripts/staleness.py take them. #}
{% macro file_state() %}{{ return('source_file, bytes, modified_ns, changed_ns, inode, checksum') }}{% endmacro %}

{# What was loaded of every finished date on Spark, as the functions of scripts/staleness.py take it. #}
{% macro loaded_files(are_corrections) %}
    {{ return(loaded_records(
        'select cast(ingest_date as string) as ingest_date, ' ~ file_state()
        ~ ' from (select distinct ingest_date from marts.built_dates where ingest_date not in (select ingest_date from raw.begun_dates)) as built_dates'
        ~ " left join (select * from raw.loaded_files where startswith(source_file, 'corrections/') = " ~ are_corrections
        ~ ') as loaded_files using (ingest_date)'
    )) }}
{% endmacro %}

{# Rows of (ingest_date, file_state()) as records. #}
{% macro loaded_records(query) %}
    {%- set found = [] -%}
    {%- for row in run_query(query).rows -%}
        {%- do found.append({
            'ingest_date': row[0] | string, 'source_file': row[1], 'bytes': row[2] | int, 'modified_ns': row[3] | int,
            'changed_ns': row[4] | int, 'inode': row[5] | int, 'checksum': row[6] | int,
        }) -%}
    {%- endfor -%}
    {{ return(found) }}
{% endmacro %}
