{#
  Refuses a warehouse in which the table of an incremental model has other columns than the model declares, by name or
  type: rows would be added to it without a value, or as another type's. What duplicates are known by is the feed book's,
  see check_keys().
#}
{% macro check_columns() %}{{ return(adapter.dispatch('check_columns')()) }}{% endmacro %}

{% macro duckdb__check_columns() %}
    {%- set declared, types, keyed = [], [], tables_of_duplicates().values() | list -%}
    {%- for model in graph.nodes.values() if model.resource_type == 'model' and model.config.materialized == 'incremental' -%}
        {%- for column in model.columns.values() if model.name not in keyed -%}
            {%- do declared.append("('" ~ model.schema ~ "', '" ~ model.name ~ "', '" ~ column.name ~ "', '" ~ column.data_type ~ "')") -%}
            {%- do types.append(column.data_type) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- set comparison -%}
        with types(written, data_type) as (
            values {% for type in types | unique %}('{{ type }}', typeof(cast(null as {{ type }}))){{ ', ' if not loop.last }}{% endfor %}
        ),

        declared as (
            select schema_name, table_name, column_name, data_type
            from (values {{ declared | join(', ') }}) as declared(schema_name, table_name, column_name, written)
            inner join types using (written)
        ),

        loaded as (
            select schema_name, table_name, column_name, data_type
            from duckdb_columns()
            where database_name = current_database() and (schema_name, table_name) in (select (schema_name, table_name) from declared)
        )

        select
            table_name || ' (' || string_agg(
                column_name || ': ' || coalesce(loaded.data_type, 'none') || ' -> ' || coalesce(declared.data_type, 'none'),
                ', ' order by column_name
            ) || ')'
        from loaded
        full join declared using (schema_name, table_name, column_name)
        where
            loaded.data_type is distinct from declared.data_type
            and (schema_name, table_name) in (select (schema_name, table_name) from loaded)
        group by table_name
        order by table_name
    {%- endset -%}
    {%- set changed = run_query(comparison).columns[0].values() | join(', ') -%}
    {%- if changed -%}
        {{ exceptions.raise_compiler_error("Tables have other columns in this warehouse: " ~ changed ~ ". Another version of the project built it: build all dates into a new one. Nothing was changed.") }}
    {%- endif -%}
{% endmacro %}

{#- There dbt compares the columns of each model as it is built. #}
{% macro spark__check_columns() %}{% endmacro %}
