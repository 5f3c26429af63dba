{# How much above the median the quarantine rate has to be: so many points, of few lines more than chance alone brings. #}
{% macro quarantine_limit() -%}
    greatest(
        {{ alert_setting('quarantine_rate_warn') }},
        round({{ alert_setting('quarantine_chance_factor') }}
            * sqrt(median_quarantine_rate * (1 - median_quarantine_rate) / nullif(total, 0)), 9)
    )
{%- endmacro %}
