{# The feeds, in the order of every list and report. #}
{% macro feeds() %}{{ return(['customers', 'events', 'orders']) }}{% endmacro %}
