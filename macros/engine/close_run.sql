{# Names the dates that are stale now, and removes the run's scratch files. Last thing in every run. #}
{% macro close_run() %}
    {%- if execute and flags.WHICH in ['build', 'run', 'retry'] -%}
        {{ adapter.dispatch('close_run')() }}
    {%- endif -%}
{% endmacro %}

{% macro duckdb__close_run() %}
    {%- for feed in feeds() %}{% do drop_lines(feed) %}{% endfor -%}
    {%- do run_query('select remove_scratch(' ~ sql_text(scratch_dir()) ~ ')') -%}
    {%- set stale = find_stale_dates() -%}
    {%- for row in stale -%}
        {%- do log('Stale: ' ~ row[0] ~ ' (' ~ row[1] ~ ')', info=true) -%}
    {%- endfor -%}
    {%- if stale -%}
        {%- do log('Mend with: .venv/bin/python scripts/run_pipeline.py --refresh-stale', info=true) -%}
    {%- endif -%}
{% endmacro %}
