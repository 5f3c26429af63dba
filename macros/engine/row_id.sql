{# A line's id, the same in every run and version: of its feed, its place (whose file names the date) and its text. #}
{% macro row_id(feed, line) %}{{ return(adapter.dispatch('row_id')(feed, line)) }}{% endmacro %}

{% macro default__row_id(feed, line) -%}
    left(md5(concat_ws('|', {{ sql_text(feed) }}, source_file, line_number, {{ line }})), 16)
{%- endmacro %}
