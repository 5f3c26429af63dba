{# The window of the days just before a day; only of those that are alike in a column, where one is given. #}
{% macro days_before(days, alike='') -%}
    partition by dataset{{ ', ' ~ alike if alike }} order by ingest_date
    range between interval {{ days }} day preceding and interval 1 day preceding
{%- endmacro %}
