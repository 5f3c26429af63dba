{#
  The joins of the next statements are done as they are written: what stands right is looked up. The lines of a
  day are guessed to be far fewer than they are; taken for the smaller side of a join, they would all be put into
  a hash table, at six times the cost.
#}
{% macro keep_joins_as_written() %}{{ return(adapter.dispatch('keep_joins_as_written')()) }}{% endmacro %}

{% macro duckdb__keep_joins_as_written() %}{{ return("set disabled_optimizers = 'join_order,build_side_probe_side'") }}{% endmacro %}

{# Spark looks at sizes while it runs. #}
{% macro spark__keep_joins_as_written() %}{{ return('') }}{% endmacro %}

{# The engine chooses again. #}
{% macro plan_joins_again() %}{{ return(adapter.dispatch('plan_joins_again')()) }}{% endmacro %}

{% macro duckdb__plan_joins_again() %}{{ return('reset disabled_optimizers') }}{% endmacro %}

{% macro spark__plan_joins_again() %}{{ return('') }}{% endmacro %}
