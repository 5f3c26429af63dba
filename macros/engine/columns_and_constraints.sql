{#
  A table's columns as its contract has them. Those in the model's meta.plain_columns, texts that hardly
  repeat, are stored as they are: trying to compress them takes four times as long as writing them.
#}
{% macro duckdb__get_table_columns_and_constraints() %}
    {%- set plain = (config.get('meta') or {}).get('plain_columns', []) -%}
    {%- set columns = [] -%}
    {%- for column in adapter.render_raw_columns_constraints(raw_columns=model['columns']) -%}
        {%- set is_plain = column.split(' ')[0] in plain -%}
        {%- do columns.append(column ~ (' using compression uncompressed' if is_plain else '')) -%}
    {%- endfor -%}
    ({{ (columns + adapter.render_raw_model_constraints(raw_constraints=model['constraints'])) | join(', ') }})
{% endmacro %}
