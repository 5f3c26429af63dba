{# Where marked copies of inexact files live during a run: beside the warehouse, apart from any other run's. #}
{% macro scratch_dir() %}{{ return(adapter.dispatch('scratch_dir')()) }}{% endmacro %}

{% macro duckdb__scratch_dir() %}
    {%- set warehouse = environment('SLUICE_WAREHOUSE', 'data/warehouse.duckdb') -%}
    {{ return(run_query('select own_scratch(' ~ sql_text(warehouse) ~ ')').columns[0].values()[0]) }}
{% endmacro %}

{% macro spark__scratch_dir() %}{{ return(environment('SLUICE_SPARK_WAREHOUSE', 'data/spark') ~ '/scratch') }}{% endmacro %}
