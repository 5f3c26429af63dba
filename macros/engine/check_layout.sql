{# Refuses a warehouse that another version built, whose tables are others: before anything is changed. #}
{% macro check_layout() %}
    {%- set found = built_layout() -%}
    {%- if found -%}
        {%- set problem = layout_problem(found[0], found[1]) -%}
        {%- if problem %}{{ exceptions.raise_compiler_error(problem) }}{% endif -%}
    {%- endif -%}
{% endmacro %}

{# Refuses a warehouse in which a feed had another key: what its dates remember of repeated keys is of that one. #}
{% macro check_keys() %}
    {%- set others = ['ingest_date', 'source_file', 'line_number', 'is_row_duplicate', 'is_id_duplicate', 'is_later_arrival', 'is_repeated_id', 'winner_ingest_date', 'winner_source_file', 'winner_line_number'] -%}
    {%- set tables = tables_of_duplicates() -%}
    {%- set loaded = loaded_columns('intermediate', tables.values() | list) -%}
    {%- for feed, table in tables.items() -%}
        {%- set built = loaded.get(table, []) | reject('in', others) | list -%}
        {%- if built and built | sort != key_columns(feed) | sort -%}
            {{ exceptions.raise_compiler_error('feeds: ' ~ feed ~ ' has another key in this warehouse (' ~ built | join(', ') ~ '): build all dates into a new one. Nothing was changed.') }}
        {%- endif -%}
    {%- endfor -%}
{% endmacro %}

{# The table of each feed that remembers its repeated keys, by feed. #}
{% macro tables_of_duplicates() %}
    {%- set found = {} -%}
    {%- for feed in feeds() %}{% do found.update({feed: 'int_' ~ feed ~ '_duplicates'}) %}{% endfor -%}
    {{ return(found) }}
{% endmacro %}

{# The names of the columns of those tables that are there, by table. #}
{% macro loaded_columns(schema, tables) %}{{ return(adapter.dispatch('loaded_columns')(schema, tables)) }}{% endmacro %}

{#- Not by the adapter, which leaves a transaction open in which a hook's work is lost. #}
{% macro duckdb__loaded_columns(schema, tables) %}
    {%- set found = {} -%}
    {%- for row in run_query("select table_name, column_name from duckdb_columns() where schema_name = " ~ sql_text(schema) ~ " and table_name in (" ~ sql_texts(tables) ~ ")").rows -%}
        {%- do found.setdefault(row[0], []).append(row[1]) -%}
    {%- endfor -%}
    {{ return(found) }}
{% endmacro %}

{% macro spark__loaded_columns(schema, tables) %}
    {%- set found = {} -%}
    {%- for table in tables -%}
        {%- set relation = api.Relation.create(schema=schema, identifier=table) -%}
        {%- if is_loaded(relation) %}{% do found.update({table: adapter.get_columns_in_relation(relation) | map(attribute='name') | list}) %}{% endif -%}
    {%- endfor -%}
    {{ return(found) }}
{% endmacro %}

{# Layout and release that built a warehouse, none of both where it doesn't remember; none where nothing was built. #}
{% macro built_layout() %}
    {%- set tables = raw_tables() -%}
    {%- if 'warehouse_version' in tables -%}
        {{ return(run_query('select layout, built_by from raw.warehouse_version').rows[0]) }}
    {%- endif -%}
    {{ return([none, none] if 'begun_dates' in tables else none) }}
{% endmacro %}

{# The tables of the schema `raw`. #}
{% macro raw_tables() %}{{ return(adapter.dispatch('raw_tables')()) }}{% endmacro %}

{% macro duckdb__raw_tables() %}
    {{ return(run_query("select table_name from duckdb_tables() where schema_name = 'raw'").columns[0].values() | list) }}
{% endmacro %}

{% macro spark__raw_tables() %}
    {%- if not run_query("show schemas like 'raw'").rows %}{{ return([]) }}{% endif -%}
    {{ return(run_query('show tables in raw').columns[1].values() | list) }}
{% endmacro %}

{# Why this version can't work on a warehouse; none where it can. See scripts/sluice/warehouse/layout.py. #}
{% macro layout_problem(layout, built_by) %}
    {%- set arguments = {'warehouse': warehouse_name(), 'layout': none if layout is none else layout | int, 'built_by': built_by} -%}
    {{ return(run_query('select problem from ' ~ python_rows('layout_problem', arguments)).columns[0].values()[0]) }}
{% endmacro %}

{# Where the warehouse is. #}
{% macro warehouse_name() %}{{ return(adapter.dispatch('warehouse_name')()) }}{% endmacro %}

{% macro duckdb__warehouse_name() %}{{ return(environment('SLUICE_WAREHOUSE', 'data/warehouse.duckdb')) }}{% endmacro %}

{% macro spark__warehouse_name() %}{{ return(environment('SLUICE_SPARK_WAREHOUSE', 'data/spark')) }}{% endmacro %}
