{#
  CTEs that split the lines in `lines` (rows of data_lines(feed)) and trim their fields.
  They end in `present`: one row per line with the columns of `received` and, NULL when missing, every id by
  its name and every other column as `<column>_value`.
#}
{% macro read_values(feed) -%}
    {{ received_lines(feed) }},

    present as (
        select
            *,
            {%- for column in feed_columns(feed) %}
            {{ value(column, is_country=column == 'country') | indent(12) }} as {{ column }}{{ '_value' if not column.endswith('_id') }},
            {%- endfor %}
        from received
    )
{%- endmacro %}
