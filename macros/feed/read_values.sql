{#
  CTEs that split the lines in `lines` (rows of run_lines(feed)) and trim their fields.
  They end in `present`: one row per line with the columns of `received`, `<column>_trimmed` and, NULL when missing, every
  id by its name and every other column as `<column>_value`.
#}
{% macro read_values(feed) -%}
    {%- set words = feed_setting(feed, 'missing_words') -%}
    {{ received_lines(feed) }},

    trimmed as (
        select
            *,
            {%- for column in feed_columns(feed) %}
            {{ trimmed(column ~ '_raw', 'has_odd_blanks') }} as {{ column }}_trimmed,
            {%- endfor %}
        from received
    ),

    present as (
        select
            *,
            {%- for column, entry in column_book(feed).items() %}
            {{ present(column ~ '_trimmed', entry.get('category') == 'country', words) | indent(12) }} as {{ column }}{{ '_value' if not is_text_kind(entry.kind) }},
            {%- endfor %}
        from trimmed
    )
{%- endmacro %}
