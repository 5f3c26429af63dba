{# The columns of a feed in the order of its tables. ingest_date alone may be absent from a header. #}
{% macro feed_columns(feed) %}
    {%- set columns = {
        'customers': ['customer_id', 'email', 'created_at', 'country', 'status', 'ingest_date'],
        'events': ['event_id', 'customer_id', 'event_time', 'event_type', 'platform', 'session_id', 'duration_ms', 'ingest_date'],
        'orders': ['order_id', 'customer_id', 'order_time', 'amount', 'currency', 'status', 'ingest_date'],
    } -%}
    {{ return(columns[feed]) }}
{% endmacro %}
