{#
  The date of the lines of a feed where the run reads a single file of it, as most runs do; else nothing. What is
  known of the file is then a constant, and a line's number enough to tell it by: DuckDB need not look either up
  for each of millions of lines.
#}
{% macro date_of_one_file(feed) %}{{ return(adapter.dispatch('date_of_one_file')(feed)) }}{% endmacro %}

{% macro duckdb__date_of_one_file(feed) %}
    {%- if execute and model.resource_type != 'unit_test' and flags.WHICH in ['build', 'run', 'retry'] -%}
        {%- set single_files = found_once(
            'single_files', run_query,
            'select feed, min(ingest_date) as ingest_date from raw.run_files where header is not null group by feed having count(*) = 1'
        ) -%}
        {%- for file in single_files.rows if file['feed'] == feed %}{{ return(file['ingest_date'] | string) }}{% endfor -%}
    {%- endif -%}
{% endmacro %}

{# Spark plans such lookups by the sizes it sees. #}
{% macro spark__date_of_one_file(feed) %}{{ return(none) }}{% endmacro %}
