{#
  dbt's ref() without the name of the database: a view would hold on to the name of the file it was created
  in, and break once the warehouse is renamed, copied or attached under another name.
#}
{% macro ref() %}{{ return(builtins.ref(*varargs, **kwargs).include(database=false)) }}{% endmacro %}

{# dbt's source(), likewise. #}
{% macro source() %}{{ return(builtins.source(*varargs, **kwargs).include(database=false)) }}{% endmacro %}
