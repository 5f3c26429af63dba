{# How much above the median the quarantine rate has to be: so many points, of few lines more than chance alone brings. #}
{% macro quarantine_limit() -%}
    greatest(
        {{ alert_setting('quarantine_rate_warn') }},
        round({{ alert_setting('quarantine_chance_factor') }}
            * sqrt(median_quarantine_rate * (1 - median_quarantine_rate) / nullif(total, 0)), 9)
    )
{%- endmacro %}

{# So many lines as only more than chance exceeds, where so many usually have a fault. #}
{% macro above_chance(usual_lines) %}
    {{ return(rounded(usual_lines ~ ' + ' ~ alert_setting('quarantine_chance_factor') ~ ' * sqrt(greatest(' ~ usual_lines ~ ', 1))', 9)) }}
{% endmacro %}
