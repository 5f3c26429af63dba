{# Frees what read_lines(feed) read. #}
{% macro drop_lines(feed) %}{{ return(adapter.dispatch('drop_lines')(feed)) }}{% endmacro %}

{% macro duckdb__drop_lines(feed) %}{% do run_query('drop table if exists ' ~ lines_table(feed)) %}{% endmacro %}

{% macro spark__drop_lines(feed) %}
    {%- for table in ['_lines', '_blocks'] %}{% do run_query('drop table if exists raw.' ~ feed ~ table) %}{% endfor -%}
{% endmacro %}
