{# The numbers of the alerts that can be set for one feed: a literal of Jinja that is YAML too. #}
{% macro tunable_settings() %}
{%- set settings = [
    'malformed_rate_error', 'min_missing_lines', 'hourly_drop_ratio', 'hourly_spread_factor', 'min_low_hours', 'min_lacking_lines',
    'volume_drop_ratio', 'volume_spread_factor', 'volume_drops_factor', 'min_volume_drop', 'max_volume_drop',
    'volume_chance_factor', 'volume_spike_ratio', 'quarantine_rate_warn', 'quarantine_rate_error',
    'quarantine_chance_factor', 'max_quarantine_rate', 'max_warning_rate',
] %}
{{ return(settings) }}
{% endmacro %}
