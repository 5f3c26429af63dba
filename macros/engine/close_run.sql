{# Finishes the run's dates where they are whole, names stale ones, and removes scratch files. Last thing in every run. #}
{% macro close_run(results) %}
    {%- if execute and flags.WHICH in ['build', 'run', 'retry'] -%}
        {%- if is_whole(results) %}{% do finish_dates() %}{% endif -%}
        {%- for feed in feeds() %}{% do drop_lines(feed) %}{% endfor -%}
        {%- do run_query('select * from ' ~ python_rows('remove_scratch', {'scratch': scratch_dir()})) -%}
        {%- do name_stale_dates() -%}
    {%- endif -%}
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
