{#
  A table's columns as its contract has them; its keys are for readers of the contract, as DuckDB would keep an index
  for each. Texts that hardly repeat, those of the
  feed book's kinds of text and those in the model's meta.plain_columns, are stored as they are: trying to compress them takes four times as long as writing them.
#}
{% macro duckdb__get_table_columns_and_constraints() %}
    {%- set plain = (config.get('meta') or {}).get('plain_columns', []) | list -%}
    {%- for feed in feeds() -%}
        {%- for kind in ['id', 'reference', 'text', 'email'] %}{% do plain.extend(columns_of_kind(feed, kind)) %}{% endfor -%}
    {%- endfor -%}
    {%- set columns = [] -%}
    {%- for column in adapter.render_raw_columns_constraints(raw_columns=model['columns']) -%}
        {%- set is_plain = column.split(' ')[0] in plain -%}
        {%- do columns.append(column ~ (' using compression uncompressed' if is_plain else '')) -%}
    {%- endfor -%}
    {%- set enforced = model['constraints'] | rejectattr('type', 'in', ['primary_key', 'unique']) | list -%}
    ({{ (columns + adapter.render_raw_model_constraints(raw_constraints=enforced)) | join(', ') }})
{% endmacro %}
