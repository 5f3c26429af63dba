{# Where marked copies of inexact files live during a run: beside the warehouse. #}
{% macro scratch_dir() %}{{ return(env_var('SLUICE_WAREHOUSE', 'data/warehouse.duckdb') ~ '.scratch') }}{% endmacro %}
