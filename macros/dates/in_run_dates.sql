{# True for rows of the run's dates. The bounds let the engine skip the rest of the table. #}
{% macro in_run_dates(column='ingest_date') -%}
    {{ found_once('in_run_dates', in_dates_of_run).replace('{column}', column) if execute else 'false' }}
{%- endmacro %}

{# The same, with `{column}` in the place of the column's name. #}
{% macro in_dates_of_run() %}
    {%- set dates = run_dates() -%}
    {%- if not dates %}{{ return('false') }}{% endif -%}
    {%- set literals = [] -%}
    {%- for date in dates %}{% do literals.append("date '" ~ date ~ "'") %}{% endfor -%}
    {%- set bounds = '{column} between ' ~ literals[0] ~ ' and ' ~ literals[-1] -%}
    {%- set has_gaps = days_between(dates[0], dates[-1]) >= dates | length -%}
    {{ return(bounds ~ (' and {column} in (' ~ literals | join(', ') ~ ')' if has_gaps else '')) }}
{% endmacro %}
