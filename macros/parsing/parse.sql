{# The parse_<feed>() CTEs of a feed named by a variable. #}
{% macro parse(feed) %}{{ return({'customers': parse_customers, 'events': parse_events, 'orders': parse_orders}[feed]()) }}{% endmacro %}
