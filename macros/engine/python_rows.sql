{#
  What a function of scripts/sluice/files/raw_files.py or scripts/sluice/files/corrections.py returns, as a relation to select from. Spark
  finds the functions in scripts/pyspark_sluice; arguments are given by name.
#}
{% macro python_rows(function, arguments) %}
    {%- do run_query(
        'create or replace temporary view ' ~ function ~ ' using sluice options (function ' ~ sql_text(function)
        ~ ', arguments ' ~ sql_text(tojson(arguments)) ~ ')'
    ) -%}
    {{ return(function) }}
{% endmacro %}

{# Replaces a table of the source `raw` by what a query gives. #}
{% macro replace_raw_table(name, query) %}
    {%- do run_query('drop table if exists raw.' ~ name) -%}
    {%- do run_query('create table raw.' ~ name ~ ' using parquet as ' ~ query) -%}
{% endmacro %}
