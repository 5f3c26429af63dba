{# On DuckDB, a seed is copied from its file: dbt-duckdb writes the path as it is, and a folder's name may hold a quote. #}
{% macro duckdb__load_csv_rows(model, agate_table) %}
    {%- set own = own_names_of(model['name'], agate_table.column_names) -%}
    {%- set sql = 'copy ' ~ this ~ ' from ' ~ sql_text(adapter.get_seed_file_path(model)) ~ ' (format csv, header true)' -%}
    {%- if model['name'] != 'own_names' %}{% do adapter.add_query(sql, abridge_sql_log=True) %}{% endif -%}
    {%- if own %}{% do adapter.add_query('insert into ' ~ this ~ ' ' ~ own) %}{% endif -%}
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
    {%- set own = own_names_of(model['name'], agate_table.column_names) -%}
    {%- set given = [] if model['name'] == 'own_names' else agate_table.rows | list -%}
    {%- set rows = [] -%}
    {%- for row in given + (run_query(own).rows | list if own else []) -%}
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

{# A query of the user's own names that a seed has besides its file's; nothing for a seed of no names. #}
{% macro own_names_of(seed, columns) %}
    {%- set own, large = python_rows('own_names', {'categories': categories()}), large_vocabularies() -%}
    {%- if seed == 'own_names' or seed == 'category_names' -%}
        {%- set those = 'category not in (' ~ names_of(large.keys() | list) ~ ')' if seed == 'category_names' else 'true' -%}
        {{ return('select ' ~ columns | join(', ') ~ ' from ' ~ own ~ ' as own where problem is null and ' ~ those) }}
    {%- endif -%}
    {%- for category, its_seed in large.items() if its_seed == seed -%}
        {%- set further = ', cast(null as string)' * (columns | length - 2) -%}
        {{ return('select name, value' ~ further ~ ' from ' ~ own ~ ' as own where problem is null and category = ' ~ sql_text(category)) }}
    {%- endfor -%}
    {{ return('') }}
{% endmacro %}

{# A compile error that says what is wrong with the user's own names. #}
{% macro check_own_names() %}
    {%- set problems = run_query('select problem from ' ~ python_rows('own_names', {'categories': categories()}) ~ ' as own where problem is not null').columns[0].values() -%}
    {%- if problems -%}
        {{ exceptions.raise_compiler_error(problems | join('. ') ~ '. Nothing was changed.') }}
    {%- endif -%}
{% endmacro %}
