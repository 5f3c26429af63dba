{# A feed's columns as received, by their own names; the feed's ingest_date as ingest_date_raw. #}
{% macro received_texts(feed) -%}
    {%- for column in feed_columns(feed) %}
    {{- column }}_raw{{ ' as ' ~ column if column != 'ingest_date' }},
    {% endfor -%}
{%- endmacro %}
