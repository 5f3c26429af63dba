{# The columns whose missing values no rule counts, as (feed, column): without a rule `<column>_missing`, or with one for some rows alone. #}
{% macro uncounted_columns() %}
    {%- set found = [] -%}
    {%- for feed in feeds() -%}
        {%- for column, entry in column_book(feed).items() -%}
            {%- set is_missing = (column if is_text_kind(entry.kind) else column ~ '_value') ~ ' is null' -%}
            {%- if not rules(feed) | selectattr('name', 'equalto', column ~ '_missing') | selectattr('when', 'equalto', is_missing) | list -%}
                {%- do found.append([feed, column]) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(found) }}
{% endmacro %}

{# True for a row of quarantine that was well-formed and had all columns, but no value in this one. #}
{% macro is_received_without(feed, column) -%}
    {%- set text = column ~ '_raw' if column in columns_of_kind(feed, 'partition') else column -%}
    {%- set is_country = column_book(feed)[column].get('category') == 'country' -%}
    (
        not {{ list_has('reject_reason', sql_text('line_malformed')) }}
        and not {{ list_has('reject_reason', sql_text('column_missing')) }}
        and ({{ present(trimmed(text, 'true'), is_country, feed_setting(feed, 'missing_words')) | indent(8) }}) is null
    )
{%- endmacro %}

{#
  True for a clean row that came without a value in this column: one that can't be read is NULL too where
  <column>_invalid is a warning.
#}
{% macro is_clean_without(feed, column) -%}
    {%- if column in columns_of_kind(feed, 'partition') -%}
        not names_its_date
    {%- else -%}
        {{ column }} is null
        {%- if rules(feed) | selectattr('name', 'equalto', column ~ '_invalid') | list %} and not {{ list_has('warnings', sql_text(column ~ '_invalid')) }}{% endif -%}
    {%- endif -%}
{%- endmacro %}
