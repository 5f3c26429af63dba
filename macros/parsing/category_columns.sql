{# The columns of a feed whose values are looked up in a vocabulary, with the category they are called by there. #}
{% macro category_columns(feed) %}
    {%- set columns = {
        'customers': {'country': 'country', 'status': 'customer_status'},
        'events': {'event_type': 'event_type', 'platform': 'platform'},
        'orders': {'currency': 'currency', 'status': 'order_status'},
    } -%}
    {{ return(columns[feed]) }}
{% endmacro %}
