{#
  The alert book: every check once, in the order of the reports.
    type          the check
    kind          what is amiss: lacking (lines that should have come did not), file (what came is not as it should
                  be), lines (some of them)
    feeds         the setting of the feed book that the feeds it is for have; without one it is for all
    skip          SQL: why it can't be evaluated, or NULL when it can
    fires         SQL: true when it fires
    severity      SQL: warn or error
    observed, threshold   SQL: the two numbers that were compared
    message       SQL: what was seen and what was expected, for a person
    advice        SQL: why that is odd and what to do, when it fires; the message goes on with it
    details       SQL: the same for a machine, a JSON object, when it fires
  All over one row of int_alert_subjects, one date of a feed.
#}
{% macro alert_book() %}
{%- set too_few -%}
case when partitions = 0 then case when previous_ingest_date is null then 'no earlier partition' else 'the latest partitions are mostly in quarantine' end else 'only ' || {{ counted('partitions', 'earlier partition') }} end || ', needs {{ setting('min_baseline_partitions') }}'
{%- endset -%}
{%- set kind_of_day = "case when " ~ is_weekend('ingest_date') ~ " then 'weekend day' else 'working day' end" -%}
{%- set too_few_days -%}
case when partitions < {{ setting('min_baseline_partitions') }} then {{ too_few }} else 'fewer than ' || {{ setting('min_baseline_partitions') }} || ' ' || {{ kind_of_day }} || 's among the latest partitions' end
{%- endset -%}
{%- set compared_with -%}
' by ' || case when is_same_weekday then {{ counted('compared_days', 'earlier same weekday') }} else {{ counted('compared_days', 'earlier partition') }} end
|| case when is_monthly then ' and the same day of earlier months' else '' end
{%- endset -%}
{%- set not_read -%}
when {{ is_said_by('unread_file', 'unread_files > 0 and files = 0') }} then 'see unread_file'
{%- endset -%}
{%- set no_lines -%}
{{ not_read }} when {{ is_said_by('feed_missing') }} then 'see feed_missing' when {{ is_said_by('feed_empty') }} then 'see feed_empty'
{%- endset -%}
{%- set no_hours -%}
when total = 0 then 'no data lines' when {{ is_said_by('column_missing') }} then 'see column_missing' when {{ is_said_by('repeated_feed') }} then 'see repeated_feed'
when 2 * hour_lines < total and {{ is_said_by('quarantine_rate', is_over('max_quarantine_rate')) }} then 'see quarantine_rate'
when 2 * hour_lines < total and {{ is_said_by('warning_rate') }} then 'see warning_rate'
{%- endset -%}
{%- set max_empty_hours = by_feed(setting('max_empty_hours'), 'cast(null as integer)') -%}
{%- set day_zone, folders = text_by_feed('day_zone'), text_by_feed('folders') -%}
{%- set too_few_hours -%}
hour_days || ' ' || {{ kind_of_day }} || case when hour_days = 1 then '' else 's' end || ' in the {{ setting('hour_days') }} days before, needs {{ setting('min_hour_days') }}'
{%- endset -%}
{%- set coverage_limit = '(case when has_usual_hours then 0 else ' ~ max_empty_hours ~ ' end)' -%}
{%- set is_snapshot = 'dataset in (' ~ names_of(feeds_that('is_snapshot')) ~ ')' -%}
{%- set volume_limit = '(usual_at_least * (1 - volume_tolerance))' -%}
{%- set spike_limit = 'greatest(' ~ alert_setting('volume_spike_ratio') ~ ' * usual_at_most, usual_at_most + ' ~ alert_setting('volume_chance_factor') ~ ' * sqrt(usual_at_most))' -%}
{%- set is_known = 'partitions >= ' ~ setting('min_baseline_partitions') -%}
{%- set malformed_error_limit = above_chance(alert_setting('malformed_rate_error') ~ ' * total') -%}
{%- set malformed_limit = 'case when ' ~ is_known ~ ' then ' ~ above_chance('malformed_rate * total') ~ ' else ' ~ malformed_error_limit ~ ' end' -%}
{%- set is_mostly_rejected = is_over('max_quarantine_rate') -%}
{%- set likely_reasons = {
    'line_malformed': 'another separator, or stray quotes',
    'row_duplicate': 'a file that was loaded twice',
    '%!_orphan': 'a customers file that lacks them, or ids that one program wrote otherwise, in another case or with .0,',
    '%!_duplicate': 'lines that were sent before',
    '%!_time!_invalid': 'times in a new format (time_formats)',
    '%!_in!_future': 'a clock that runs ahead, or a date that stands for none,',
    '%!_late': 'an old file',
    '%!_unknown': 'words that the vocabulary lacks (seeds/own_names.csv)',
} -%}
{%- set rerun = "', rerun ' || ingest_date || ' when the file is complete'" -%}
{% set checks %}
- type: feed_missing
  kind: lacking
  skip: "case {{ not_read }} end"
  fires: files = 0
  severity: "'error'"
  observed: files
  threshold: 1
  message: "case when files = 0 then 'no ' || dataset || ' file' else {{ counted('files', "' || dataset || ' file") }} end || ', expected at least 1'"
  advice: "'; nothing of this feed was loaded, rerun ' || ingest_date || ' when the file is there'"
  details: {{ tojson(json_object({})) }}
- type: feed_empty
  kind: lacking
  skip: "case {{ not_read }} when files = 0 then 'see feed_missing' end"
  fires: total = 0
  severity: "'error'"
  observed: total
  threshold: 1
  message: "{{ counted('total', 'data line') }} || ', expected at least 1'"
  advice: "'; an export that ran without its source looks like this'{{ ' || ' ~ rerun }}"
  details: {{ tojson(json_object({})) }}
- type: unread_file
  kind: lacking
  skip: "null"
  fires: unread_files > 0
  severity: "'error'"
  observed: unread_files
  threshold: 0
  message: "case when unread_files = 0 then 'every file that looks like one of ' || dataset || ' was read' else 'not read: ' || {{ shortened_text('unread_file_names', 300) }} end"
  advice: "'; lines may be lacking, as only text in ' || dataset || '_raw.csv or ' || dataset || '_raw.csv.gz is read: put the lines there or take it out of the folder' || case when unread_file_names like '%!_raw.csv/%' escape '!' or unread_file_names like '%!_raw.csv.gz/%' escape '!' then case when {{ folders }} = 'read' then ' (parts in such a folder are called part-*.csv or part-*.csv.gz, without blanks)' else ' (or write folders: read for the feed, if its parts are in that folder)' end else '' end || ', and rerun ' || ingest_date"
  details: {{ tojson(json_object({'files': 'unread_file_list', 'bytes': 'unread_byte_list'})) }}
- type: column_missing
  kind: file
  skip: "case when headers = 0 then 'no header' end"
  fires: missing_columns > 0
  severity: "'error'"
  observed: missing_columns
  threshold: 0
  message: "case when missing_columns = 0 then 'every required column is there' else 'no column ' || missing_column_names || ', which every file must have' || coalesce('; more than once there, which counts as absent: ' || repeated_column_names, '') end"
  advice: "'; all lines of such a file are in quarantine, correct its header or name its columns in the feed''s aliases, and rerun ' || ingest_date"
  details: {{ tojson(json_object({'missing_columns': 'missing_columns_by_file'})) }}
- type: unexpected_column
  kind: file
  skip: "case when headers = 0 then 'no header' when known_headers = 0 and {{ is_said_by('column_missing') }} then 'see column_missing' end"
  fires: unexpected_columns > 0 and coalesce(unexpected_columns_since, ingest_date) = ingest_date
  severity: "'warn'"
  observed: unexpected_columns
  threshold: 0
  message: "case when unexpected_columns = 0 then 'no unknown column' else 'unknown column' || case when unexpected_columns = 1 then ' ' else 's ' end || unexpected_column_names || case when coalesce(unexpected_columns_since, ingest_date) = ingest_date then ', expected only the declared ones' else ', as since ' || unexpected_columns_since || ', which was told then' end end"
  advice: "'; it was ignored, ask the sender whether a column was renamed or added'"
  details: {{ tojson(json_object({'unexpected_columns': 'unexpected_columns_by_file'})) }}
- type: malformed_lines
  kind: lines
  skip: "case when total = 0 then 'no data lines' when reason = 'line_malformed' and malformed_lines > {{ alert_setting('max_quarantine_rate') }} * total and not ({{ is_said_by('column_missing') }} or {{ is_said_by('repeated_feed') }}) and {{ is_said_by('quarantine_rate', is_mostly_rejected) }} then 'see quarantine_rate' end"
  fires: "malformed_lines > least({{ malformed_limit }}, {{ malformed_error_limit }})"
  severity: "case when malformed_lines > {{ malformed_error_limit }} then 'error' else 'warn' end"
  observed: cast(malformed_lines as double) / nullif(total, 0)
  threshold: "case when malformed_lines > {{ malformed_error_limit }} then {{ malformed_error_limit }} else least({{ malformed_limit }}, {{ malformed_error_limit }}) end / nullif(total, 0)"
  message: "{{ grouped('malformed_lines') }} || ' of ' || {{ counted('total', 'line') }} || case when malformed_lines = 1 then ' is' else ' are' end || ' malformed, expected at most ' || {{ grouped('cast(floor(least(' ~ malformed_limit ~ ', ' ~ malformed_error_limit ~ ')) as bigint)') }}"
  advice: "'; that is more than by chance: ' || coalesce({{ malformed_cause() | replace('\n', ' ') }} || ', or ', '') || 'see them in quarantine.quarantine_' || dataset || ', correct the file and rerun ' || ingest_date"
  details: {{ tojson(json_object({'lines': 'malformed_lines'})) }}
- type: hourly_coverage
  kind: lacking
  feeds: has_hours
  skip: "case {{ no_hours }} when {{ coverage_limit }} is null then {{ too_few_hours }} end"
  fires: missing_hours > {{ coverage_limit }}
  severity: "'error'"
  observed: missing_hours
  threshold: "{{ coverage_limit }}"
  message: "case when missing_hours = 0 then 'no hour is missing' else missing_hours || ' of 24 hours ' || case when missing_hours = 1 then 'has' else 'have' end || ' no ' || dataset || ' (' || missing_hour_ranges || ' ' || {{ day_zone }} || ')' || case when has_usual_hours then ', usually about ' || {{ whole_text('missing_hours_usual_lines') }} else ', expected at most ' || {{ coverage_limit }} end end"
  advice: "'; a part of the day was not loaded'{{ ' || ' ~ rerun }}"
  details: {{ tojson(json_object({'empty_hours': 'missing_hour_list'})) }}
- type: hourly_drop
  kind: lacking
  feeds: has_hours
  skip: "case {{ no_hours }} when is_announced then 'an announced date' when not has_usual_hours then {{ too_few_hours }} when {{ is_said_by('hourly_coverage', 'missing_hours > ' ~ coverage_limit) }} then 'see hourly_coverage' end"
  fires: low_hours > 0
  severity: "'error'"
  observed: "case when low_hours > 0 then low_hours_received else 0 end"
  threshold: "case when low_hours > 0 then {{ alert_setting('hourly_drop_ratio') }} * low_hours_usual_lines else 0 end"
  message: "case when low_hours = 0 then 'no hours in a row are far below their share of the day' else low_hours || ' hours have ' || {{ grouped('low_hours_received') }} || ' ' || dataset || ' (' || low_hour_ranges || ' ' || {{ day_zone }} || '), by their usual share of the day about ' || {{ whole_text('low_hours_usual_lines') }} end"
  advice: "'; a load that lost a part of its sources for some hours looks like this'{{ ' || ' ~ rerun }}"
  details: {{ tojson(json_object({'low_hours': 'low_hour_list', 'usual': 'low_hours_usual_lines'})) }}
- type: volume_drop
  kind: lacking
  skip: "case {{ no_lines }} when is_announced then 'an announced date' when compared_days = 0 then {{ too_few_days }}
    when total < {{ volume_limit }} and {{ is_said_by('hourly_coverage', 'missing_hours > ' ~ coverage_limit) }} and total + missing_hours_usual_lines >= {{ volume_limit }} then 'see hourly_coverage'
    when total < {{ volume_limit }} and {{ is_said_by('hourly_drop', 'low_hours > 0') }} and total + low_hours_usual_lines - low_hours_received >= {{ volume_limit }} then 'see hourly_drop' end"
  fires: total < {{ volume_limit }}
  severity: "'error'"
  observed: total
  threshold: "{{ volume_limit }}"
  message: "{{ counted('total', 'line') }} || ', usually at least about ' || {{ whole_text('usual_at_least') }} || {{ compared_with }}"
  advice: "'; so few do not come by chance'{{ ' || ' ~ rerun }}"
  details: {{ tojson(json_object({'usual': 'usual_at_least', 'compared_with': 'compared_with'})) }}
- type: volume_spike
  kind: file
  skip: "case {{ no_lines }} when is_announced then 'an announced date' when compared_days = 0 then {{ too_few_days }}
    when total > {{ spike_limit }} and {{ is_said_by('quarantine_rate') }} and clean <= {{ spike_limit }} then 'see quarantine_rate' end"
  fires: total > {{ spike_limit }}
  severity: "'warn'"
  observed: total
  threshold: "{{ spike_limit }}"
  message: "{{ counted('total', 'line') }} || ', usually at most about ' || {{ whole_text('usual_at_most') }} || {{ compared_with }}"
  advice: "'; so many may be more than one day, or a day sent twice: look at the file, and list the date in announced_dates if it was a busy day'"
  details: {{ tojson(json_object({'usual': 'usual_at_most', 'compared_with': 'compared_with'})) }}
- type: quarantine_rate
  kind: lines
  skip: "case when total = 0 then 'no data lines' when {{ is_said_by('column_missing') }} then 'see column_missing' when {{ is_said_by('repeated_feed') }} then 'see repeated_feed' when not ({{ is_known }} or {{ is_mostly_rejected }}) then {{ too_few }} end"
  fires: "{{ is_mostly_rejected }} or quarantine_rate_rise >= {{ quarantine_limit() | replace('\n', ' ') }}"
  severity: "case when {{ is_mostly_rejected }} or quarantine_rate_rise >= {{ alert_setting('quarantine_rate_error') }} then 'error' else 'warn' end"
  observed: quarantine_rate
  threshold: "case when {{ is_mostly_rejected }} then {{ alert_setting('max_quarantine_rate') }} else median_quarantine_rate + greatest({{ quarantine_limit() | replace('\n', ' ') }}, case when quarantine_rate_rise >= {{ alert_setting('quarantine_rate_error') }} then {{ alert_setting('quarantine_rate_error') }} else 0 end) end"
  message: "{{ percent_text('quarantine_rate') }} || ' of the lines are in quarantine, ' || case when {{ is_known }} then 'usually ' || {{ percent_text('median_quarantine_rate') }} else 'expected at most ' || {{ percent_text(alert_setting('max_quarantine_rate')) }} end"
  advice: "case when {{ is_mostly_rejected }} then coalesce({{ most_frequent('reason', likely_reasons) }}, '') || '; ' else '; something in the file changed, marts.daily_reject_reasons says which reason grew; ' end || case when reason like '%!_orphan' escape '!' and customers_problem is not null then customers_problem || ', mend that first; ' else '' end || 'correct it and rerun ' || ingest_date"
  details: {{ tojson(json_object({'median': 'median_quarantine_rate', 'partitions': 'partitions', 'reason': 'reason', 'lines': 'reason_lines', 'first': 'reason_place'})) }}
- type: warning_rate
  kind: file
  skip: "case when total = 0 then 'no data lines' when {{ is_said_by('column_missing') }} then 'see column_missing' when {{ is_said_by('repeated_feed') }} then 'see repeated_feed' when {{ is_over('max_warning_rate') }} and {{ is_said_by('quarantine_rate', is_mostly_rejected) }} then 'see quarantine_rate' end"
  fires: "{{ is_over('max_warning_rate') }}"
  severity: "'warn'"
  observed: warning_rate
  threshold: "{{ alert_setting('max_warning_rate') }}"
  message: "case when warning is null then 'no line has a warning' else {{ percent_text('warning_rate') }} || ' of the lines have the warning ' || warning || ', expected at most ' || {{ percent_text(alert_setting('max_warning_rate')) }} end"
  advice: "coalesce({{ most_frequent('warning', likely_reasons) }}, '') || '; correct the file and rerun ' || ingest_date || ', or set max_warning_rate if it is meant so'"
  details: {{ tojson(json_object({'warning': 'warning', 'lines': 'warning_lines', 'first': 'warning_place'})) }}
- type: repeated_feed
  kind: lacking
  skip: "case when total = 0 then 'no data lines' when previous_ingest_date is null then 'no earlier partition' end"
  fires: is_repeated and not {{ is_lasting_repeat() }}
  severity: "case when {{ is_snapshot }} then 'warn' else 'error' end"
  observed: cast(null as double)
  threshold: cast(null as double)
  message: "'the content is ' || case when is_repeated then 'that of ' else 'not that of ' end || previous_ingest_date || case when is_repeated and {{ is_lasting_repeat() }} then ', and has been since ' || repeated_since else '' end"
  advice: "', expected that of a new day; ' || case when {{ is_snapshot }} then 'a snapshot may stand still, but ask whether the export ran' else 'two days are never alike to the line, rerun ' || ingest_date || ' when its own file is there' end"
  details: {{ tojson(json_object({'same_as': 'previous_ingest_date'})) }}
- type: correction_unmatched
  kind: file
  skip: "null"
  fires: corrections_not_applied > 0
  severity: "'warn'"
  observed: corrections_not_applied
  threshold: 0
  message: "case when corrections_not_applied = 0 then 'every correction was applied' else {{ counted('corrections_not_applied', 'correction') }} || ' not applied, expected none' end"
  advice: "': ' || {{ shortened_text('correction_problems', 300) }} || '; mend the file and rerun ' || ingest_date"
  details: {{ tojson(json_object({'corrections': 'corrections_not_applied', 'problems': shortened_text('correction_problems', 2000)})) }}
- type: date_missing
  kind: lacking
  skip: "case when previous_ingest_date is null then 'no earlier partition' when not has_rhythm then 'no daily rhythm in the latest {{ setting('baseline_partitions') }} partitions' when missing_dates > 0 and not is_gap_told then 'told once, of another feed' end"
  fires: missing_dates > 0
  severity: "'error'"
  observed: missing_dates
  threshold: 0
  message: "case when missing_dates = 0 then 'no date is missing before this one' else 'nothing came of ' || {{ shortened_text(joined_list('missing_date_list', ', '), 300) }} end"
  advice: "', though the feed comes daily or on the same weekdays; put the files there and run these dates, or list days off in announced_dates'"
  details: {{ tojson(json_object({'dates': 'missing_date_list'})) }}
{% endset %}
{{ return(fromyaml(checks)) }}
{% endmacro %}
