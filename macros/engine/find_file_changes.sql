{#
  Finds what differs on the disk from what was loaded of every finished date, into raw.file_changes. A file that is
  merely in another state, but holds what was loaded, is remembered in that state: the next look need not read it.
#}
{% macro find_file_changes() %}
    {%- set changes = [] -%}
    {%- for look in looks_at_files() -%}
        {%- set loaded -%}
            select cast(built.ingest_date as string) as ingest_date, {{ file_state() }}
            from (
                select distinct ingest_date from marts.built_dates
                where ingest_date not in (select ingest_date from raw.begun_dates)
            ) as built
            left join (
                select * from raw.loaded_files where (source_file like 'corrections/%') = {{ look.are_corrections }}
            ) as loaded_files on built.ingest_date = loaded_files.ingest_date
        {%- endset -%}
        {%- do changes.append('select ' ~ sql_text(look.reason) ~ ' as reason, * from ' ~ python_rows(look.function, look.arguments, loaded)) -%}
    {%- endfor -%}
    {%- do replace_raw_table('file_changes', changes | join(' union all ')) -%}
    {%- do tell_unreachable(run_query('select distinct problem from raw.file_changes where problem is not null order by problem')) -%}
    {%- do remember_states() -%}
{% endmacro %}

{# Takes over from raw.file_changes the state of files that hold what was loaded. #}
{% macro remember_states() %}{{ return(adapter.dispatch('remember_states')()) }}{% endmacro %}

{% macro duckdb__remember_states() %}
    {%- do run_query(
        'update raw.loaded_files set modified_ns = changes.modified_ns, changed_ns = changes.changed_ns, inode = changes.inode'
        ~ ' from raw.file_changes as changes where not changes.is_other'
        ~ ' and loaded_files.ingest_date = changes.ingest_date and loaded_files.source_file = changes.source_file'
    ) -%}
{% endmacro %}

{% macro spark__remember_states() %}
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
        {%- do run_query('insert overwrite table raw.loaded_files partition (ingest_date) select /*+ coalesce(1) */ * from raw.looked_at_files') -%}
        {%- do run_query('drop table raw.looked_at_files') -%}
    {%- endif -%}
{% endmacro %}

{# The looks at the files of the feeds and at those of the corrections: which function looks where, and what differs then. #}
{% macro looks_at_files() %}
    {{ return([
        {
            'function': 'raw_changes', 'arguments': {'root': raw_dir(), 'readings': readings()}, 'are_corrections': false,
            'reason': 'its files are not those it was built from',
        },
        {
            'function': 'correction_changes', 'arguments': {'root': corrections_dir()}, 'are_corrections': true,
            'reason': 'its corrections are not those it was built with',
        },
    ]) }}
{% endmacro %}

{# Tells of dates whose files can't be looked at, which says nothing about them: an error but at the end of a build. #}
{% macro tell_unreachable(problems) %}
    {%- set names = first_of(problems.columns[0].values()) | join('; ') -%}
    {%- if names and flags.WHICH == 'run-operation' -%}
        {{ exceptions.raise_compiler_error(names ~ '. Nothing was changed.') }}
    {%- elif names -%}
        {%- do exceptions.warn('Nobody can tell whether these are still what was loaded: ' ~ names) -%}
    {%- endif -%}
{% endmacro %}

{# The columns that tell a file, its state and its content, as the functions of scripts/sluice/files/staleness.py take them; in the order of raw.loaded_files. #}
{% macro file_state() %}{{ return('source_file, bytes, modified_ns, checksum, changed_ns, inode') }}{% endmacro %}
