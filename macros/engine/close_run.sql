{# Finishes the run's dates where they are whole, names stale ones, and removes scratch files. Last thing in every run. #}
{% macro close_run(results) %}
    {%- if execute and flags.WHICH in ['build', 'run', 'retry'] -%}
        {%- set is_finished = is_whole(results) -%}
        {%- if is_finished %}{% do finish_dates() %}{% endif -%}
        {%- for feed in feeds() %}{% do drop_lines(feed) %}{% endfor -%}
        {%- do run_query('select * from ' ~ python_rows('remove_scratch', {'scratch': scratch_dir()})) -%}
        {%- do name_stale_dates() -%}
        {%- if is_finished and not flags.QUIET -%}{% do name_alerts() %}{% endif -%}
    {%- endif -%}
{% endmacro %}

{# Names the alerts of the run's dates, errors first. #}
{% macro name_alerts() %}
    {%- set most = 40 -%}
    {%- set alerts = run_query(
        "select ingest_date, dataset, type, severity, message from marts.daily_alerts"
        ~ " where status = 'firing' and ingest_date in (select ingest_date from raw.run_dates)"
        ~ " order by severity, ingest_date, check_number, dataset"
    ).rows -%}
    {%- for row in alerts[:most] -%}
        {%- set message = row[4] if row[4].isprintable() else tojson(row[4]) -%}
        {%- do log(row[0] ~ ' ' ~ row[1] ~ ' ' ~ row[2] ~ ' (' ~ row[3] ~ '): ' ~ message, info=true) -%}
    {%- endfor -%}
    {%- if alerts | length > most -%}{% do log('and ' ~ (alerts | length - most) ~ ' more, in marts.daily_alerts', info=true) %}{% endif -%}
{% endmacro %}

{# Names the dates that are stale now, and how to mend them. #}
{% macro name_stale_dates() %}
    {%- set stale = find_stale_dates() -%}
    {%- for row in stale -%}
        {%- do log('Stale: ' ~ row[0] ~ ' (' ~ row[1] ~ ')', info=true) -%}
    {%- endfor -%}
    {%- if stale -%}
        {%- do log('Mend with: .venv/bin/python scripts/run_pipeline.py --refresh-stale' ~ (' --target ' ~ target.name if target.name != 'duckdb' else ''), info=true) -%}
    {%- endif -%}
{% endmacro %}
