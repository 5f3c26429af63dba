{#
  A relation of few rows to join many to. Spark doesn't count them: it would sort the many by their keys, and those of
  one file are a single task; told, it gives the few to every task.
#}
{% macro few(relation) %}
    {{ return(by_engine(duckdb=relation, spark='(select /*+ broadcast(few) */ * from ' ~ relation ~ ' as few)')) }}
{% endmacro %}
