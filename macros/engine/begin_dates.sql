{# Marks the run's dates as begun: until the run finishes them, they are not whole. #}
{% macro begin_dates(is_part) %}{{ return(adapter.dispatch('begin_dates')(is_part)) }}{% endmacro %}

{% macro duckdb__begin_dates(is_part) %}
    {%- do run_query(
        'begin transaction; delete from raw.begun_dates where ingest_date in (select ingest_date from raw.run_dates);'
        ~ ' insert into raw.begun_dates by name select ingest_date, ' ~ is_part ~ ' as is_part from raw.run_dates; commit'
    ) -%}
{% endmacro %}

{% macro spark__begin_dates(is_part) %}
    {%- do run_query('insert overwrite table raw.begun_dates partition (ingest_date) select ' ~ is_part ~ ', ingest_date from raw.run_dates') -%}
{% endmacro %}

{# Why a date that was begun is not whole. #}
{% macro unfinished_reason(is_part) -%}
    case when {{ is_part }} then 'only a part of it was built' else 'its last run did not finish' end
{%- endmacro %}
