{#
  CTEs that split the lines in `lines` (rows of run_lines(feed)) and trim their fields.
  They end in `present`: one row per line with the columns of `received` and, NULL when missing, every id by
  its name and every other column as `<column>_value`.
#}
{% macro read_values(feed) -%}
    {%- set words = feed_setting(feed, 'missing_words') -%}
    {{ received_lines(feed) }},

    present as (
        select
            *,
            {%- for column, entry in column_book(feed).items() %}
            {{ value(column, entry.get('category') == 'country', words) | indent(12) }} as {{ column }}{{ '_value' if not is_text_kind(entry.kind) }},
            {%- endfor %}
        from received
    )
{%- endmacro %}
