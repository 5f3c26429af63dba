{# The folder of the ingest_date=YYYY-MM-DD partitions. #}
{% macro raw_dir() %}{{ return(environment('SLUICE_RAW_DIR', 'data/raw')) }}{% endmacro %}
