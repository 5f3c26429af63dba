{# How many well-formed lines have no value in each of the feed's columns, as a list in column order. #}
{% macro missing_value_counts(feed) -%}
    [
        {%- for column in feed_columns(feed) %}
        count(*) filter (
            not is_malformed and not is_column_missing and {{ value(column, is_country=(column == 'country')) | indent(12) }} is null
        ),
        {%- endfor %}
    ]
{%- endmacro %}
