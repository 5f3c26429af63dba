{#
  Refuses a warehouse in which the table of a model that replaces dates has other columns than the model declares, by name or
  type: rows would be added to it without a value, or as another type's. What duplicates are known by is the feed book's,
  see check_keys().
#}
{% macro check_columns() %}{{ return(adapter.dispatch('check_columns')()) }}{% endmacro %}

{% macro duckdb__check_columns() %}
    {%- set declared, types, keyed = [], duckdb__declared_types(), tables_of_duplicates().values() | list -%}
    {%- for model in graph.nodes.values() if model.resource_type == 'model' and replaces_dates(model) -%}
        {%- for column in model.columns.values() if model.name not in keyed -%}
            {%- do declared.append([model.schema, model.name, column.name, types[column.data_type]] | join('|')) -%}
        {%- endfor -%}
    {%- endfor -%}
    {#- The four hundred columns are one text: as rows of VALUES they are planned for 50 ms. #}
    {%- set comparison -%}
        with declared as (
            select
                split_part(written, '|', 1) as schema_name,
                split_part(written, '|', 2) as table_name,
                split_part(written, '|', 3) as column_name,
                split_part(written, '|', 4) as data_type,
            from (select unnest(str_split({{ sql_text(declared | join('\n')) }}, chr(10))) as written)
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

{# What DuckDB calls the types that models declare: a name by how it is written. #}
{% macro duckdb__declared_types() %}{{ return(found_once('declared types', duckdb__named_types)) }}{% endmacro %}

{% macro duckdb__named_types() %}
    {%- set names, written = {}, [] -%}
    {%- for model in graph.nodes.values() if model.resource_type == 'model' -%}
        {%- do written.extend(model.columns.values() | map(attribute='data_type') | select) -%}
    {%- endfor -%}
    {%- set written = written | unique | list -%}
    {%- set query -%}
        select {% for type in written %}typeof(cast(null as {{ type }})){{ ', ' if not loop.last }}{% endfor %}
    {%- endset -%}
    {%- for name in run_query(query).rows[0] %}{% do names.update({written[loop.index0]: name}) %}{% endfor -%}
    {{ return(names) }}
{% endmacro %}

{#
  Compares a query with the model's contract by asking for the query's columns alone; where they differ, dbt's own look says
  in what. That asks for the declared ones too, of each model, and is slower for it.
#}
{% macro duckdb__get_assert_columns_equivalent(sql) %}
    {%- set declared, found, types = {}, {}, duckdb__declared_types() -%}
    {%- for column in model.columns.values() %}{% do declared.update({column.name | lower: types[column.data_type]}) %}{% endfor -%}
    {%- for column in adapter.get_column_schema_from_query(sql) %}{% do found.update({column.name | lower: column.dtype}) %}{% endfor -%}
    {{ default__get_assert_columns_equivalent(sql) if found != declared }}
{% endmacro %}
