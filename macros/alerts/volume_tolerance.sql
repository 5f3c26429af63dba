{# The share of the usual volume that may lack: what the feed varies anyway, within bounds, or what chance alone may cost. #}
{% macro volume_tolerance() -%}
    greatest(
        case
            when baselines.spread is null then 1 - {{ alert_setting('volume_drop_ratio') }}
            else least(
                greatest(
                    {{ alert_setting('volume_spread_factor') }} * baselines.spread,
                    {{ alert_setting('volume_drops_factor') }} * baselines.drops,
                    {{ alert_setting('min_volume_drop') }}
                ),
                {{ alert_setting('max_volume_drop') }}
            )
        end,
        least({{ alert_setting('volume_chance_factor') }} / sqrt(baselines.usual_at_least), 1)
    )
{%- endmacro %}
