{#
  The CTE `earlier_builds` from `known`, what dates were built from as (ingest_date, input, fingerprint): one row
  more per date, in what state the dates before it were built. A date that was built while one of them was stale or
  unfinished has to be built again after it.
#}
{% macro earlier_builds() -%}
    states as (
        select
            known.ingest_date,
            case
                when max(case when begun.ingest_date is not null and not ({{ is_being_built('known.ingest_date') }}) then 1 else 0 end) = 1
                    then 'unfinished'
                else coalesce({{ collected_text("case when known.input in ('known_customers', 'late_customers') then known.fingerprint end", 'known.input') }}, '')
            end as state,
        from known
        left join {{ source('raw', 'begun_dates') }} as begun using (ingest_date)
        group by known.ingest_date
    ),

    earlier_builds as (
        select
            ingest_date,
            'earlier_builds' as input,
            coalesce(cast(
                sum({{ row_fingerprint(['ingest_date', 'state']) }}) over (
                    order by ingest_date rows between unbounded preceding and 1 preceding
                )
            as varchar), '') as fingerprint,
        from states
    )
{%- endmacro %}

{# True for a date that this model builds, however it was left before. #}
{% macro is_being_built(column) %}{{ return(in_run_dates(column) if model.name == 'built_dates' else 'false') }}{% endmacro %}

{# What an input of a date is called where it changed after the date was built. #}
{% macro changed_input(input) -%}
    case
        {%- for name, reason in reasons_of_inputs().items() %}
        when {{ input }} = {{ sql_text(name) }} then {{ sql_text(reason) }}
        {%- endfor %}
    end
{%- endmacro %}

{# Where the reason of an input stands among those of a date. #}
{% macro place_of_input(input) -%}
    case{% for name in reasons_of_inputs() %} when {{ input }} = {{ sql_text(name) }} then {{ loop.index }}{% endfor %} end
{%- endmacro %}

{# What a feed adds to the inputs of a date. #}
{% macro inputs_of_feed(feed) %}
    {%- set found = ['lines', 'baselines'] -%}
    {%- if feed == 'customers' %}{% do found.append('known_customers') %}{% endif -%}
    {%- if lookback_of(feed) %}{% do found.append(feed ~ '_lookback') %}{% endif -%}
    {{ return(found) }}
{% endmacro %}

{# Why a date is stale, by the input that changed; the inputs are those of int_date_inputs. #}
{% macro reasons_of_inputs() %}
    {%- set reasons = {
        'lines': 'its lines changed',
        'known_customers': 'earlier customers changed',
        'late_customers': 'customers it waited for came or went',
    } -%}
    {%- for feed in feeds() %}{% do reasons.update({feed ~ '_lookback': feed ~ ' it looks back at changed'}) %}{% endfor -%}
    {%- do reasons.update({
        'earlier_builds': 'a date it looks back at was built anew',
        'baselines': 'the days it is compared with changed',
    }) -%}
    {{ return(reasons) }}
{% endmacro %}
