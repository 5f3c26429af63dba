{#
  A table is a folder of Parquet files. See incremental.sql for those with a folder per date. A temporary one, which
  other strategies than replace_dates ask for, is a view.
#}
{% macro spark__create_table_as(temporary, relation, compiled_code, language='sql') -%}
    create {{ 'or replace temporary view ' ~ relation if temporary else 'table ' ~ relation ~ ' using parquet' }} as
    {{ contracted(portable_sql(compiled_code)) }}
{%- endmacro %}

{% macro spark__create_view_as(relation, sql) -%}
    create or replace view {{ relation }} as
    {{ contracted(portable_sql(sql)) }}
{%- endmacro %}

{# The query of a model, checked against its contract where it has one. #}
{% macro contracted(query) %}
    {%- if not config.get('contract').enforced -%}{{ return(query) }}{%- endif -%}
    {{- get_assert_columns_equivalent(query) -}}
    {{ return(get_select_subquery(query)) }}
{% endmacro %}

{% macro spark__get_empty_schema_sql(columns) %}
    {{ return(portable_sql(default__get_empty_schema_sql(columns))) }}
{% endmacro %}
