{#
  The alert book: every check once, in the order of the reports.
    type, feeds   the check, and the feeds it is for
    skip          SQL: why it can't be evaluated, or NULL when it can
    fires         SQL: true when it fires
    severity      SQL: warn or error
    observed, threshold   SQL: the two numbers that were compared
    message       SQL: what was seen, for a person
    details       SQL: the same for a machine, a JSON object, when it fires
  All over one row of int_alert_subjects, one date of a feed.
#}
{% macro alert_book() %}
{%- set too_few -%}
case when partitions < {{ var('min_baseline_partitions') }} then 'only ' || partitions || ' earlier partitions, needs {{ var('min_baseline_partitions') }}' end
{%- endset -%}
{% set checks %}
- type: feed_missing
  feeds: [customers, events, orders]
  skip: "null"
  fires: files = 0
  severity: "'error'"
  observed: files
  threshold: 1
  message: "case when files = 0 then 'no ' || dataset || ' file' else files || ' ' || dataset || ' file(s)' end"
  details: "{{ json_object({}) }}"
- type: feed_empty
  feeds: [customers, events, orders]
  skip: "case when files = 0 then 'no file' end"
  fires: total = 0
  severity: "'error'"
  observed: total
  threshold: 1
  message: "total || ' data lines'"
  details: "{{ json_object({}) }}"
- type: column_missing
  feeds: [customers, events, orders]
  skip: "case when headers = 0 then 'no header' end"
  fires: missing_columns > 0
  severity: "'error'"
  observed: missing_columns
  threshold: 0
  message: "case when missing_columns = 0 then 'every required column is there' else 'no column ' || missing_column_names end"
  details: "{{ json_object({'missing_columns': 'missing_columns_by_file'}) }}"
- type: unexpected_column
  feeds: [customers, events, orders]
  skip: "case when headers = 0 then 'no header' end"
  fires: unexpected_columns > 0
  severity: "'warn'"
  observed: unexpected_columns
  threshold: 0
  message: "case when unexpected_columns = 0 then 'no unknown column' else 'unknown column ' || unexpected_column_names || ' was ignored' end"
  details: "{{ json_object({'unexpected_columns': 'unexpected_columns_by_file'}) }}"
- type: malformed_lines
  feeds: [customers, events, orders]
  skip: "case when total = 0 then 'no data lines' end"
  fires: malformed_lines > 0
  severity: "case when malformed_lines > {{ var('malformed_rate_error') }} * total then 'error' else 'warn' end"
  observed: cast(malformed_lines as double) / total
  threshold: "case when malformed_lines > {{ var('malformed_rate_error') }} * total then {{ var('malformed_rate_error') }} else 0 end"
  message: "malformed_lines || ' of ' || total || ' lines are malformed'"
  details: "{{ json_object({'lines': 'malformed_lines'}) }}"
- type: hourly_coverage
  feeds: [events]
  skip: "case when total = 0 then 'no data lines' end"
  fires: empty_hours > {{ var('max_empty_hours') }}
  severity: "'error'"
  observed: empty_hours
  threshold: {{ var('max_empty_hours') }}
  message: "case when empty_hours = 0 then 'every hour has events' else empty_hours || ' of 24 hours have no events (' || empty_hour_ranges || ' UTC)' end"
  details: "{{ json_object({'empty_hours': 'empty_hour_list'}) }}"
- type: volume_drop
  feeds: [customers, events, orders]
  skip: "{{ too_few }}"
  fires: total < {{ var('volume_drop_ratio') }} * median_total
  severity: "'error'"
  observed: total
  threshold: "{{ var('volume_drop_ratio') }} * median_total"
  message: "total || ' lines, usually about ' || {{ whole_text('median_total') }}"
  details: "{{ json_object({'median': 'median_total', 'partitions': 'partitions'}) }}"
- type: volume_spike
  feeds: [customers, events, orders]
  skip: "{{ too_few }}"
  fires: total > {{ var('volume_spike_ratio') }} * median_total
  severity: "'warn'"
  observed: total
  threshold: "{{ var('volume_spike_ratio') }} * median_total"
  message: "total || ' lines, usually about ' || {{ whole_text('median_total') }}"
  details: "{{ json_object({'median': 'median_total', 'partitions': 'partitions'}) }}"
- type: quarantine_rate
  feeds: [customers, events, orders]
  skip: "case when total = 0 then 'no data lines' else {{ too_few }} end"
  fires: quarantine_rate_rise >= {{ var('quarantine_rate_warn') }}
  severity: "case when quarantine_rate_rise >= {{ var('quarantine_rate_error') }} then 'error' else 'warn' end"
  observed: quarantine_rate
  threshold: "median_quarantine_rate + case when quarantine_rate_rise >= {{ var('quarantine_rate_error') }} then {{ var('quarantine_rate_error') }} else {{ var('quarantine_rate_warn') }} end"
  message: "{{ percent_text('quarantine_rate') }} || ' of the lines are in quarantine, usually ' || {{ percent_text('median_quarantine_rate') }}"
  details: "{{ json_object({'median': 'median_quarantine_rate', 'partitions': 'partitions'}) }}"
- type: repeated_feed
  feeds: [customers, events, orders]
  skip: "case when total = 0 then 'no data lines' when previous_ingest_date is null then 'no earlier partition' end"
  fires: is_repeated
  severity: "case when dataset = 'customers' then 'warn' else 'error' end"
  observed: cast(null as double)
  threshold: cast(null as double)
  message: "'the content is ' || case when is_repeated then 'that of ' else 'not that of ' end || previous_ingest_date"
  details: "{{ json_object({'same_as': 'previous_ingest_date'}) }}"
- type: correction_unmatched
  feeds: [customers, events, orders]
  skip: "null"
  fires: corrections_not_applied > 0
  severity: "'warn'"
  observed: corrections_not_applied
  threshold: 0
  message: "case when corrections_not_applied = 0 then 'every correction was applied' else corrections_not_applied || ' correction(s) not applied: ' || left(correction_problems, 200) end"
  details: "{{ json_object({'corrections': 'corrections_not_applied'}) }}"
{% endset %}
{{ return(fromyaml(checks)) }}
{% endmacro %}
