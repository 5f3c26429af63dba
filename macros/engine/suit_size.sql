{# Suits how queries are run to the size of a run's files, before any line is read. #}
{% macro suit_size() %}{% do suit_queries(is_small_run()) %}{% endmacro %}

{# Has queries run as suits few lines, or as they otherwise are. #}
{% macro suit_queries(is_small) %}
    {%- for name, value in adapter.dispatch('settings_of_small_runs')().items() -%}
        {%- do run_query('set ' ~ name ~ ' = ' ~ value if is_small else 'reset ' ~ name) -%}
    {%- endfor -%}
{% endmacro %}

{#
  DuckDB gives a thread 122,880 rows at a time: fewer lines are no work for a second one, which each statement would wake
  and wait for. Of queries as long as those of lines, these two ways to plan them better cost a fifth of all that a small
  run has DuckDB do.
#}
{% macro duckdb__settings_of_small_runs() %}
    {{ return({'threads': '1', 'disabled_optimizers': "'cte_inlining,common_subexpressions'"}) }}
{% endmacro %}

{#
  Of a few thousand lines, Spark takes far longer to write and compile code for a query than to do without, and to
  plan a query again after each of its stages than to have one task for each. So it does of a query as long as
  some are, whatever it reads: planned again and again, int_alert_subjects needed more than 2 GB and five minutes.
#}
{% macro spark__settings_of_small_runs() %}
    {{ return({
        'spark.sql.codegen.wholeStage': 'false',
        'spark.sql.codegen.factoryMode': 'NO_CODEGEN',
        'spark.sql.adaptive.enabled': 'false',
        'spark.sql.shuffle.partitions': '1',
        'spark.sql.leafNodeDefaultParallelism': '1',
    }) }}
{% endmacro %}

{# True for a run that reads few lines; asked once. #}
{% macro is_small_run() %}{{ return(adapter.dispatch('is_small_run')()) }}{% endmacro %}

{# The lines that its feeds look back at count too, by 64 bytes a line, or 8 where they are packed. #}
{% macro duckdb__is_small_run() %}
    {%- set query -%}
        select
            (select coalesce(sum(data_lines), 0) from raw.run_files)
            + (
                select coalesce(sum(bytes // case when source_file like '%.gz' then 8 else 64 end), 0)
                from raw.loaded_files
                cross join (select min(ingest_date) as first_date, max(ingest_date) as last_date from raw.run_dates) as run
                where
                    ingest_date < run.last_date
                    and ingest_date not in (select ingest_date from raw.run_dates)
                    and (
                        {%- for feed in feeds() %}
                        {{ 'or ' if not loop.first }}(source_file like '%/{{ feed | replace('_', '!_') }}!_raw.csv%' escape '!' and ingest_date >= run.first_date - {{ lookback_of(feed) }})
                        {%- endfor %}
                    )
            ) as lines
    {%- endset -%}
    {{ return(found_once('lines of the run', run_query, query).columns[0].values()[0] < 122880) }}
{% endmacro %}

{# By bytes, 8 MiB of raw files: so spark.py has it, which chooses how Java is started before any file is read. #}
{% macro spark__is_small_run() %}
    {%- set query = 'select coalesce(sum(bytes), 0) as bytes from raw.run_files' -%}
    {{ return(found_once('bytes of the run', run_query, query).columns[0].values()[0] < 8388608) }}
{% endmacro %}
