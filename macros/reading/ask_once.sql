{# The result of a query, asked once per step of a run. #}
{% macro ask_once(name, query) %}
    {%- set kept = load_result(name) -%}
    {%- set found = kept.table if kept is not none else run_query(query) -%}
    {%- do store_result(name, response='kept', agate_table=found) -%}
    {{ return(found) }}
{% endmacro %}
