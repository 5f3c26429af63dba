{# Where marked copies of inexact files live during a run: beside the warehouse. #}
{% macro scratch_dir() %}{{ return(adapter.dispatch('scratch_dir')()) }}{% endmacro %}

{% macro duckdb__scratch_dir() %}{{ return((env_var('SLUICE_WAREHOUSE', '') or 'data/warehouse.duckdb') ~ '.scratch') }}{% endmacro %}

{% macro spark__scratch_dir() %}{{ return((env_var('SLUICE_SPARK_WAREHOUSE', '') or 'data/spark') ~ '/scratch') }}{% endmacro %}
