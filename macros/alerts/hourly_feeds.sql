{# The feeds that have a rhythm of hours, and the column that says when a line happened. #}
{% macro hourly_feeds() %}
    {{ return({'events': 'event_time', 'orders': 'order_time'}) }}
{% endmacro %}
