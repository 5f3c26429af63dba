{#
  What DuckDB or what Spark writes: for expressions, of which each is a line. What takes more is a macro for each, found
  by dispatch.
#}
{% macro by_engine(duckdb, spark) %}{{ return(spark if target.type == 'spark' else duckdb) }}{% endmacro %}
