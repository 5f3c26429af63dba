{#
  The models that hold rows by date: a date is whole when all of them were built in one run. Every
  model that replaces dates is one, and any other that is stored and has an ingest_date.
#}
{% macro dated_models() %}
    {%- set found = [] -%}
    {%- for id, node in graph.nodes.items() if node.resource_type == 'model' -%}
        {%- if replaces_dates(node) or (node.config.materialized not in ['view', 'ephemeral'] and 'ingest_date' in node.columns) -%}
            {%- do found.append(id) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(found) }}
{% endmacro %}

{#
  What a run does to its dates: `whole` or `part` of what holds rows by date is built, or `nothing`. Of a
  `dbt retry` dbt doesn't say what it will build: what failed before, so a part.
#}
{% macro chosen_part() %}
    {%- set dated = dated_models() -%}
    {%- set chosen = dated | select('in', selected_resources) | list -%}
    {{ return('part' if not selected_resources else 'nothing' if not chosen else 'whole' if chosen | length == dated | length else 'part') }}
{% endmacro %}

{# True when a run built all that holds rows by date, and nothing in it failed or was skipped. #}
{% macro is_whole(results) %}
    {%- set good = [] -%}
    {%- for result in results if result.status in ['success', 'pass', 'warn', 'no-op'] -%}
        {%- do good.append(result.node.unique_id) -%}
    {%- endfor -%}
    {%- set needed = dated_models() -%}
    {%- for id in selected_resources if id.startswith('test.') or id.startswith('unit_test.') -%}
        {%- do needed.append(id) -%}
    {%- endfor -%}
    {{ return(good | length == results | length and needed | reject('in', good) | list | length == 0) }}
{% endmacro %}
