{% macro reopen_dates() %}{% endmacro %}
{% macro close_run() %}{% endmacro %}
