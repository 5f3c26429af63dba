{# Suits how queries are run to the size of a run's files, before any line is read. #}
{% macro suit_size() %}{{ return(adapter.dispatch('suit_size')()) }}{% endmacro %}

{% macro duckdb__suit_size() %}{% endmacro %}

{#
  Of a few thousand lines, Spark takes far longer to write and compile code for a query than to do without, and to
  plan a query again after each of its stages than to have one task for each.
#}
{% macro spark__suit_size() %}
    {%- set small = {
        'spark.sql.codegen.wholeStage': 'false',
        'spark.sql.codegen.factoryMode': 'NO_CODEGEN',
        'spark.sql.adaptive.enabled': 'false',
        'spark.sql.shuffle.partitions': '1',
        'spark.sql.leafNodeDefaultParallelism': '1',
    } -%}
    {%- set bytes = run_query('select coalesce(sum(bytes), 0) as bytes from raw.run_files').columns[0].values()[0] -%}
    {%- for name, value in small.items() -%}
        {%- do run_query('set ' ~ name ~ ' = ' ~ value if bytes < 8388608 else 'reset ' ~ name) -%}
    {%- endfor -%}
{% endmacro %}
