{# A JSON object as text, from names to SQL expressions. #}
{% macro json_object(members) %}{{ return(adapter.dispatch('json_object')(members)) }}{% endmacro %}

{% macro duckdb__json_object(members) -%}
    {%- set arguments = [] -%}
    {%- for name, expression in members.items() %}{% do arguments.append(sql_text(name) ~ ', ' ~ expression) %}{% endfor -%}
    {{ return('cast(json_object(' ~ arguments | join(', ') ~ ') as varchar)') }}
{%- endmacro %}

{# Aggregates the rows with a non-empty list into a JSON object, from a name to the list, by name. #}
{% macro json_object_of(name, list) %}{{ return(adapter.dispatch('json_object_of')(name, list)) }}{% endmacro %}

{% macro duckdb__json_object_of(name, list) -%}
    to_json(map_from_entries(
        list({'name': {{ name }}, 'list': {{ list }}} order by {{ name }}) filter (len({{ list }}) > 0)
    ))
{%- endmacro %}
