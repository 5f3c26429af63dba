{# Suits how queries are run to the size of a run's files, before any line is read. #}
{% macro suit_size() %}{{ return(adapter.dispatch('suit_size')()) }}{% endmacro %}

{# DuckDB gives a thread 122,880 rows at a time: fewer lines are no work for a second one, which each statement would wake and wait for. #}
{% macro duckdb__suit_size() %}
    {%- set lines = run_query('select coalesce(sum(data_lines), 0) as lines from raw.run_files').columns[0].values()[0] -%}
    {%- do run_query('set threads = 1' if lines < 122880 else 'reset threads') -%}
{% endmacro %}

{% macro spark__suit_size() %}{% do suit_queries(is_small_run()) %}{% endmacro %}

{#
  Of a few thousand lines, Spark takes far longer to write and compile code for a query than to do without, and to
  plan a query again after each of its stages than to have one task for each. So it does of a query as long as
  some are, whatever it reads: planned again and again, int_alert_subjects needed more than 2 GB and five minutes.
#}
{% macro suit_queries(is_small) %}
    {%- set small = {
        'spark.sql.codegen.wholeStage': 'false',
        'spark.sql.codegen.factoryMode': 'NO_CODEGEN',
        'spark.sql.adaptive.enabled': 'false',
        'spark.sql.shuffle.partitions': '1',
        'spark.sql.leafNodeDefaultParallelism': '1',
    } -%}
    {%- for name, value in small.items() -%}
        {%- do run_query('set ' ~ name ~ ' = ' ~ value if is_small else 'reset ' ~ name) -%}
    {%- endfor -%}
{% endmacro %}

{# True for a run whose raw files are of less than 8 MiB in all. #}
{% macro is_small_run() %}
    {%- set query = 'select coalesce(sum(bytes), 0) as bytes from raw.run_files' -%}
    {{ return(found_once('bytes of the run', run_query, query).columns[0].values()[0] < 8388608) }}
{% endmacro %}
