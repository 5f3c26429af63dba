{# Reads the rows of the run's files of corrections into raw.run_corrections: see int_corrections. #}
{% macro read_corrections(dates) %}{{ return(adapter.dispatch('read_corrections')(dates)) }}{% endmacro %}

{% macro duckdb__read_corrections(dates) %}
    {%- do run_query(
        'insert into raw.run_corrections by name select unnest(correction_rows(' ~ correction_arguments(dates) ~ '), recursive := true)'
    ) -%}
{% endmacro %}

{% macro spark__read_corrections(dates) %}
    {%- do run_query(
        'insert overwrite table raw.run_corrections by name select * from ' ~ python_rows('correction_rows', correction_arguments(dates))
    ) -%}
{% endmacro %}

{# The arguments of the functions of scripts/sluice/files/corrections.py. #}
{% macro correction_arguments(dates) %}{{ return(adapter.dispatch('correction_arguments')(dates)) }}{% endmacro %}

{% macro duckdb__correction_arguments(dates) %}
    {{ return(sql_text(corrections_dir()) ~ ', ' ~ date_list(dates) ~ ', ' ~ sql_text(columns_of_feeds())) }}
{% endmacro %}

{% macro spark__correction_arguments(dates) %}
    {{ return({'root': corrections_dir(), 'dates': dates, 'columns': columns_of_feeds()}) }}
{% endmacro %}

{# The columns of every feed as JSON. #}
{% macro columns_of_feeds() %}
    {%- set columns = {} -%}
    {%- for feed in feeds() %}{% do columns.update({feed: feed_columns(feed)}) %}{% endfor -%}
    {{ return(tojson(columns)) }}
{% endmacro %}
