{# The date some days after a date. #}
{% macro date_after(date, days) %}{{ return(adapter.dispatch('date_after')(date, days) if days else date) }}{% endmacro %}

{% macro default__date_after(date, days) %}{{ return('(' ~ date ~ ' + ' ~ days ~ ')') }}{% endmacro %}
