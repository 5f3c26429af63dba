{# Where marked copies of inexact files live during a run: beside the warehouse, apart from any other run's. #}
{% macro scratch_dir() %}{{ return(adapter.dispatch('scratch_dir')()) }}{% endmacro %}

{% macro duckdb__scratch_dir() %}
    {{ return(run_query('select path from ' ~ python_rows('own_scratch', {'warehouse': warehouse_name()})).columns[0].values()[0]) }}
{% endmacro %}

{% macro spark__scratch_dir() %}{{ return(warehouse_name() ~ '/scratch') }}{% endmacro %}
