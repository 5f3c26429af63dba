{#
  Joins every line of a relation to what is known of its file, as `files`: a constant where date_of_one_file() says so,
  of a relation of the run's lines alone. Otherwise a left join, though every line has its file: of an inner one DuckDB
  guesses that few lines are left, and puts all of them into a hash table to look up other things for them, at five times the cost.
#}
{% macro join_files(feed, lines, is_of_run=true) -%}
    {%- if is_of_run and date_of_one_file(feed) -%}
    cross join (
        select * from {{ ref('stg_files') }}
        where feed = {{ sql_text(feed) }} and header is not null and {{ in_run_dates() }}
    ) as files
    {%- else -%}
    left join {{ few(ref('stg_files')) }} as files
        on {{ lines }}.ingest_date = files.ingest_date and {{ lines }}.source_file = files.source_file
    {%- endif -%}
{%- endmacro %}
