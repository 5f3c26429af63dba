{# The window of the same weekday in the weeks before a day; a query needs `weekday` as a column. #}
{% macro same_weekdays() -%}
    partition by dataset, weekday order by ingest_date
    range between interval {{ 7 * setting('baseline_weekdays') }} day preceding and interval 1 day preceding
{%- endmacro %}
