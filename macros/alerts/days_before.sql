{# The window of the days just before a day. #}
{% macro days_before(days) -%}
    partition by dataset order by ingest_date
    range between interval {{ days }} day preceding and interval 1 day preceding
{%- endmacro %}
