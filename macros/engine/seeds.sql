{# On DuckDB, a seed is copied from its file: dbt-duckdb writes the path as it is, and a folder's name may hold a quote. #}
{% macro duckdb__load_csv_rows(model, agate_table) %}
    {%- set sql = 'copy ' ~ this ~ ' from ' ~ sql_text(adapter.get_seed_file_path(model)) ~ ' (format csv, header true)' -%}
    {%- do adapter.add_query(sql, abridge_sql_log=True) -%}
    {{ return(sql) }}
{% endmacro %}

{# On Spark, a seed's texts are written as literals: dbt-spark puts quotes around them and escapes nothing. #}
{% macro spark__create_csv_table(model, agate_table) %}
    {%- set columns = [] -%}
    {%- for name in agate_table.column_names -%}
        {%- do columns.append(name ~ ' ' ~ spark_types(model.config.column_types[name])) -%}
    {%- endfor -%}
    {%- set sql = 'create table ' ~ this ~ ' (' ~ columns | join(', ') ~ ') using parquet' -%}
    {%- call statement('_') %}{{ sql }}{% endcall -%}
    {{ return(sql) }}
{% endmacro %}

{% macro spark__load_csv_rows(model, agate_table) %}
    {%- set types = model.config.column_types -%}
    {%- set rows = [] -%}
    {%- for row in agate_table.rows -%}
        {%- set values = [] -%}
        {%- for value in row -%}
            {%- set text = 'null' if value is none else sql_text(value) -%}
            {%- do values.append('cast(' ~ text ~ ' as ' ~ spark_types(types[agate_table.column_names[loop.index0]]) ~ ')') -%}
        {%- endfor -%}
        {%- do rows.append('(' ~ values | join(', ') ~ ')') -%}
    {%- endfor -%}
    {%- set sql = 'insert into ' ~ this ~ ' values ' ~ rows | join(', ') -%}
    {%- if rows %}{% call statement('rows') %}{{ sql }}{% endcall %}{% endif -%}
    {{ return(sql) }}
{% endmacro %}
