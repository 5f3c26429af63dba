{# The folder of the corrections: ingest_date=YYYY-MM-DD/<feed>.csv. #}
{% macro corrections_dir() %}{{ return(environment('SLUICE_CORRECTIONS_DIR', 'data/corrections')) }}{% endmacro %}
