{#
  The variable book: what every variable may be, and what it is unless dbt_project.yml or --vars say otherwise.
    kind                what one value is: number, whole number, choice, switch, time zone, date, dates, severities, alert settings, feed book
    at_least, at_most   the bounds of a number: beyond them a query would fail, or mean nothing
    choices             the texts of a choice
    by                  feed or hourly feed: a mapping with such values for some feeds, or for some of those with hours; of a feed,
                        it stands in the place of what the feed book says
    default             none for what chooses the dates of a run
  A literal of Jinja that is YAML too: a run looks here some thousand times, which is too often to read YAML.
#}
{% macro variable_book() %}
{% set variables = {
    'date': {'kind': 'date'},
    'start_date': {'kind': 'date'},
    'end_date': {'kind': 'date'},
    'removed_dates': {'kind': 'dates'},
    'feeds': {'kind': 'feed book'},

    'naive_timezone': {'kind': 'time zone', 'by': 'feed', 'default': {}},
    'date_order': {'kind': 'choice', 'choices': ['mdy', 'dmy'], 'by': 'feed', 'default': {}},

    'max_record_lines': {'kind': 'whole number', 'at_least': 1, 'at_most': 10000, 'default': 100},

    'future_days': {'kind': 'whole number', 'at_least': 0, 'at_most': 36500, 'default': 2},
    'late_days': {'kind': 'whole number', 'at_least': 0, 'at_most': 36500, 'default': 7},
    'max_duration_ms': {'kind': 'whole number', 'at_least': 0, 'at_most': 900000000000000, 'default': 86400000},
    'max_amount': {'kind': 'number', 'at_least': 0, 'at_most': 100000000000000, 'default': 1000000},
    'rule_severities': {'kind': 'severities', 'default': {}},

    'max_compared_values': {'kind': 'whole number', 'at_least': 0, 'at_most': 1000000, 'default': 1000},
    'late_customer_days': {'kind': 'whole number', 'at_least': 0, 'at_most': 3650, 'default': 0},
    'lookback_days': {'kind': 'whole number', 'at_least': 0, 'at_most': 3650, 'by': 'feed', 'default': {}},

    'alerts': {'kind': 'alert settings', 'default': {}},
    'announced_dates': {'kind': 'dates', 'default': []},
    'baseline_weekdays': {'kind': 'whole number', 'at_least': 1, 'at_most': 104, 'default': 4},
    'min_baseline_weekdays': {'kind': 'whole number', 'at_least': 1, 'at_most': 104, 'default': 3},
    'baseline_partitions': {'kind': 'whole number', 'at_least': 1, 'at_most': 366, 'default': 7},
    'min_baseline_partitions': {'kind': 'whole number', 'at_least': 1, 'at_most': 366, 'default': 3},
    'level_days': {'kind': 'whole number', 'at_least': 1, 'at_most': 3650, 'default': 7},
    'min_level_days': {'kind': 'whole number', 'at_least': 1, 'at_most': 3650, 'default': 4},
    'spread_days': {'kind': 'whole number', 'at_least': 1, 'at_most': 3650, 'default': 28},
    'drops_days': {'kind': 'whole number', 'at_least': 1, 'at_most': 3650, 'default': 70},
    'month_days': {'kind': 'whole number', 'at_least': 1, 'at_most': 3650, 'default': 124},
    'min_month_days': {'kind': 'whole number', 'at_least': 1, 'at_most': 3650, 'default': 3},
    'min_spread_days': {'kind': 'whole number', 'at_least': 1, 'at_most': 3650, 'default': 14},
    'unusual_deviation': {'kind': 'number', 'at_least': 0, 'at_most': 1000, 'default': 0.3},
    'hour_days': {'kind': 'whole number', 'at_least': 1, 'at_most': 3650, 'default': 56},
    'min_hour_days': {'kind': 'whole number', 'at_least': 1, 'at_most': 3650, 'default': 5},
    'unusual_hours': {'kind': 'whole number', 'at_least': 0, 'at_most': 24, 'default': 3},

    'max_empty_hours': {'kind': 'whole number', 'at_least': 0, 'at_most': 24, 'by': 'hourly feed', 'default': {'events': 3}},
    'min_missing_lines': {'kind': 'number', 'at_least': 0, 'at_most': 1000000000, 'default': 12},
    'hourly_drop_ratio': {'kind': 'number', 'at_least': 0, 'at_most': 1, 'default': 0.7},
    'hourly_spread_factor': {'kind': 'number', 'at_least': 0, 'at_most': 1000, 'default': 2.5},
    'min_low_hours': {'kind': 'whole number', 'at_least': 1, 'at_most': 24, 'default': 2},
    'min_lacking_lines': {'kind': 'number', 'at_least': 0, 'at_most': 1000000000, 'default': 30},
    'volume_drop_ratio': {'kind': 'number', 'at_least': 0, 'at_most': 1, 'default': 0.5},
    'volume_spread_factor': {'kind': 'number', 'at_least': 0, 'at_most': 1000, 'default': 3.2},
    'volume_drops_factor': {'kind': 'number', 'at_least': 0, 'at_most': 1000, 'default': 1.75},
    'min_volume_drop': {'kind': 'number', 'at_least': 0, 'at_most': 1, 'default': 0.15},
    'max_volume_drop': {'kind': 'number', 'at_least': 0, 'at_most': 1, 'default': 0.9},
    'volume_chance_factor': {'kind': 'number', 'at_least': 0, 'at_most': 1000, 'default': 3.5},
    'volume_spike_ratio': {'kind': 'number', 'at_least': 1, 'at_most': 1000000, 'default': 2.0},
    'max_quarantine_rate': {'kind': 'number', 'at_least': 0, 'at_most': 1, 'default': 0.5},
    'max_warning_rate': {'kind': 'number', 'at_least': 0, 'at_most': 1, 'default': 0.5},
    'quarantine_rate_warn': {'kind': 'number', 'at_least': 0, 'at_most': 1, 'default': 0.10},
    'quarantine_rate_error': {'kind': 'number', 'at_least': 0, 'at_most': 1, 'default': 0.25},
    'quarantine_chance_factor': {'kind': 'number', 'at_least': 0, 'at_most': 1000, 'default': 4},
    'malformed_rate_error': {'kind': 'number', 'at_least': 0, 'at_most': 1, 'default': 0.01}
} %}
{{ return(variables) }}
{% endmacro %}
