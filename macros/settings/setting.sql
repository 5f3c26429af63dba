{#
  The value of a variable: the one way by which variables reach SQL. check_variables() has held it to the variable book
  before anything was run, or does so when a command that opens no run asks for the first one. While dbt reads the project, which is before that, and in a unit test, unless it sets the
  variable itself, it is the book's default, whatever dbt_project.yml and --vars say.
#}
{% macro setting(name) %}
    {%- set default = variable_book()[name].default -%}
    {%- if model is defined and model.resource_type == 'unit_test' -%}
        {{ return(((model.overrides or {}).vars or {}).get(name, default)) }}
    {%- endif -%}
    {%- if not execute %}{{ return(default) }}{% endif -%}
    {%- if not opens_run() -%}
        {%- set checked = found_once('checked variables', dict) -%}
        {%- if not checked %}{% do checked.update({'begun': true}) %}{% do check_variables() %}{% endif -%}
    {%- endif -%}
    {{ return(var(name, default)) }}
{% endmacro %}
