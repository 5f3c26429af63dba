{# True when a relation exists already. #}
{% macro is_loaded(relation) %}
    {{ return(execute and adapter.get_relation(relation.database, relation.schema, relation.identifier) is not none) }}
{% endmacro %}
