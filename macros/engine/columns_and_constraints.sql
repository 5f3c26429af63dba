{#
  A table's columns as its contract has them. Texts that hardly repeat, those of the feed book's kinds of text and those in
  the model's meta.plain_columns, are stored as they are: trying to compress them takes four times as long as writing them.
  A table's key is said in its meta, primary_key, or unique where a column of it may be empty: for a constraint DuckDB would
  keep an index, and dbt-duckdb asks before each model that has one who refers to it, a tenth of a small run.
#}
{% macro duckdb__get_table_columns_and_constraints() %}
    {%- set plain = (config.get('meta') or {}).get('plain_columns', []) + found_once('columns of text', columns_of_text) -%}
    {%- set columns = [] -%}
    {%- for column in adapter.render_raw_columns_constraints(raw_columns=model['columns']) -%}
        {%- set is_plain = column.split(' ')[0] in plain -%}
        {%- do columns.append(column ~ (' using compression uncompressed' if is_plain else '')) -%}
    {%- endfor -%}
    ({{ (columns + adapter.render_raw_model_constraints(raw_constraints=model['constraints'])) | join(', ') }})
{% endmacro %}

{# The columns of all feeds that are of a kind of text. #}
{% macro columns_of_text() %}
    {%- set found = [] -%}
    {%- for feed in feeds() -%}
        {%- for column, entry in column_book(feed).items() if is_text_kind(entry.kind) or entry.kind == 'email' %}{% do found.append(column) %}{% endfor -%}
    {%- endfor -%}
    {{ return(found) }}
{% endmacro %}
