{#
  The value of a variable as the variable book has it, checked: the one way by which variables reach SQL. A unit
  test gets the book's default unless it sets the variable itself, whatever dbt_project.yml and --vars say.
  While dbt reads the project, what is wrong is the default: the run is refused with a sentence later.
#}
{% macro setting(name) %}
    {%- set entry = variable_book()[name] -%}
    {%- if model is defined and model.resource_type == 'unit_test' -%}
        {%- set value = ((model.overrides or {}).vars or {}).get(name, entry.default) -%}
    {%- else -%}
        {%- set value = var(name, entry.default) -%}
    {%- endif -%}
    {#- Most are numbers, or mappings that say nothing: the way for all others takes longer. -#}
    {%- if value is number and value is not boolean and not entry.by -%}
        {%- set is_right = is_number_of(entry, value) -%}
    {%- elif value == {} and entry.default == {} -%}
        {%- set is_right = true -%}
    {%- endif -%}
    {%- set faults = [] if is_right else variable_faults(name, entry, value) -%}
    {%- if faults and execute -%}
        {{ exceptions.raise_compiler_error(faults[0]) }}
    {%- endif -%}
    {{ return(entry.default if faults else value) }}
{% endmacro %}
