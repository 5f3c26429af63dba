{# Frees what read_lines(feed) read. A post-hook of the staging models. #}
{% macro drop_lines(feed) %}{{ return(adapter.dispatch('drop_lines')(feed)) }}{% endmacro %}

{% macro duckdb__drop_lines(feed) %}{{ return('drop table if exists ' ~ feed ~ '_lines') }}{% endmacro %}
