{#
  What a macro finds, with an argument if it takes one, asked once per run of dbt. It is kept in dbt's graph, which alone
  is shared by all steps of a run. A unit test has variables of its own, so what it finds out holds for it alone.
#}
{% macro found_once(name, find, argument=none) %}
    {%- if model is defined and model.resource_type == 'unit_test' -%}
        {{ return(find() if argument is none else find(argument)) }}
    {%- endif -%}
    {%- if (graph.answers or {}).invocation_id != invocation_id %}{% do forget_answers() %}{% endif -%}
    {%- set kept = graph.answers -%}
    {%- if name not in kept %}{% do kept.update({name: find() if argument is none else find(argument)}) %}{% endif -%}
    {{ return(kept[name]) }}
{% endmacro %}

{# Has everything asked anew: what a run does first may change it. #}
{% macro forget_answers() %}{% do graph.update({'answers': {'invocation_id': invocation_id}}) %}{% endmacro %}
