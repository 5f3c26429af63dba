{#
  The rule book: every rule once, in the order of all lists and reports.
    name         what is wrong, `<column>_<failure>`
    feeds        the feeds it is for; without it, all
    severity     reject (to quarantine) or warn (kept, with the warning); the feed book or var rule_severities may choose the other
    fixed        true where a row that breaks it lacks its id, its time or its fields, so it can't be a warning
    when         SQL over one row of check_lines(<feed>), that is what parse(<feed>) reads and what other rows say; NULL breaks no rule
    description  the rule in a sentence
    implied      true where a row that breaks it breaks another one anyway: only what names a row's reasons looks at it
  Some are a line's only reason, see sole_rules(): nothing else can be said about it.
#}
{% macro rule_book() %}
{% set rules %}
- name: line_malformed
  severity: reject
  fixed: true
  when: is_malformed
  description: The line has more or fewer fields than the header, a stray quote, or bytes that are not UTF-8.
- name: column_missing
  severity: reject
  fixed: true
  when: is_column_missing
  description: The file's header lacks a required column, so none of its lines can be trusted.
- name: header_repeated
  severity: reject
  fixed: true
  implied: true
  when: names_its_columns
  description: The line is a header once more, as where several files were put together.
- name: ingest_date_mismatch
  severity: reject
  when: has_other_ingest_date
  description: The line's own ingest_date is another day than its partition's, or can't be read.
- name: row_duplicate
  severity: reject
  when: is_row_duplicate
  description: The line is an exact copy of an earlier line of the same partition.
- name: customer_id_missing
  feeds: [customers]
  severity: reject
  fixed: true
  when: customer_id is null
  description: A customer needs an id.
- name: customer_id_duplicate
  feeds: [customers]
  severity: reject
  when: is_id_duplicate
  description: Another line of the partition has the same customer_id and stays instead.
- name: event_id_missing
  feeds: [events]
  severity: reject
  fixed: true
  when: event_id is null
  description: An event needs an id.
- name: event_id_duplicate
  feeds: [events]
  severity: reject
  when: is_id_duplicate
  description: The event_id arrived before, in this partition or within the look-back.
- name: order_id_missing
  feeds: [orders]
  severity: reject
  fixed: true
  when: order_id is null
  description: An order needs an id.
- name: order_id_duplicate
  feeds: [orders]
  severity: reject
  when: is_id_duplicate
  description: The order_id arrived before with the same status, or whatever else the feed's key has, in this partition or within the look-back.
- name: customer_id_missing
  feeds: [events, orders]
  severity: reject
  when: customer_id is null
  description: An event or order needs a customer.
- name: customer_id_orphan
  feeds: [events, orders]
  severity: reject
  when: customer_id is not null and not is_known_customer
  description: No customers file up to this day, or late_customer_days later, names the customer_id.
- name: created_at_missing
  feeds: [customers]
  severity: reject
  fixed: true
  when: created_at_value is null
  description: A customer needs the time of its creation.
- name: created_at_invalid
  feeds: [customers]
  severity: reject
  fixed: true
  when: created_at_value is not null and created_at_utc is null
  description: created_at is in none of the accepted forms, or no such time exists.
- name: created_at_in_future
  feeds: [customers]
  severity: reject
  when: "{{ day_time('customers', 'created_at_utc') }} > {{ add_days('ingest_date', setting('future_days')) }}"
  description: created_at lies more than future_days after the partition's date.
- name: email_missing
  feeds: [customers]
  severity: warn
  when: email_value is null
  description: The customer has no e-mail address.
- name: email_invalid
  feeds: [customers]
  severity: warn
  when: email_value is not null and email is null
  description: The e-mail address is not one of the form local@domain.
- name: country_missing
  feeds: [customers]
  severity: warn
  when: country_value is null
  description: The customer has no country.
- name: country_unknown
  feeds: [customers]
  severity: warn
  when: country_value is not null and country is null
  description: The country is not in the vocabulary country_names.
- name: status_missing
  feeds: [customers]
  severity: warn
  when: status_value is null
  description: The customer has no status.
- name: status_unknown
  feeds: [customers]
  severity: warn
  when: status_value is not null and status is null
  description: The status is not in the vocabulary of customer statuses.
- name: event_time_missing
  feeds: [events]
  severity: reject
  fixed: true
  when: event_time_value is null
  description: An event needs a time.
- name: event_time_invalid
  feeds: [events]
  severity: reject
  fixed: true
  when: event_time_value is not null and event_time_utc is null
  description: event_time is in none of the accepted forms, or no such time exists.
- name: event_time_in_future
  feeds: [events]
  severity: reject
  when: "{{ day_time('events', 'event_time_utc') }} > {{ add_days('ingest_date', setting('future_days')) }}"
  description: event_time lies more than future_days after the partition's date.
- name: duration_ms_invalid
  feeds: [events]
  severity: reject
  when: duration_ms_value is not null and duration_ms_outward is null
  description: duration_ms is not a number.
- name: duration_ms_negative
  feeds: [events]
  severity: reject
  when: duration_ms_outward < 0
  description: A duration can't be negative.
- name: duration_ms_too_long
  feeds: [events]
  severity: reject
  when: duration_ms_outward > {{ setting('max_duration_ms') }}
  description: The duration is above max_duration_ms (24 hours).
- name: event_time_late
  feeds: [events]
  severity: warn
  when: "{{ day_time('events', 'event_time_utc') }} < {{ add_days('ingest_date', -setting('late_days')) }}"
  description: The event happened more than late_days before the partition's date.
- name: duration_ms_missing
  feeds: [events]
  severity: warn
  when: duration_ms_value is null
  description: The event has no duration.
- name: event_type_missing
  feeds: [events]
  severity: warn
  when: event_type_value is null
  description: The event has no type.
- name: event_type_unknown
  feeds: [events]
  severity: warn
  when: event_type_value is not null and event_type is null
  description: The event type is not in the vocabulary of event types.
- name: platform_missing
  feeds: [events]
  severity: warn
  when: platform_value is null
  description: The event has no platform.
- name: platform_unknown
  feeds: [events]
  severity: warn
  when: platform_value is not null and platform is null
  description: The platform is not in the vocabulary of platforms.
- name: session_id_missing
  feeds: [events]
  severity: warn
  when: session_id is null
  description: The event belongs to no session.
- name: order_time_missing
  feeds: [orders]
  severity: reject
  fixed: true
  when: order_time_value is null
  description: An order needs a time.
- name: order_time_invalid
  feeds: [orders]
  severity: reject
  fixed: true
  when: order_time_value is not null and order_time_utc is null
  description: order_time is in none of the accepted forms, or no such time exists.
- name: order_time_in_future
  feeds: [orders]
  severity: reject
  when: "{{ day_time('orders', 'order_time_utc') }} > {{ add_days('ingest_date', setting('future_days')) }}"
  description: order_time lies more than future_days after the partition's date.
- name: status_missing
  feeds: [orders]
  severity: reject
  when: status_value is null
  description: Without a status no rule about the amount can hold.
- name: status_unknown
  feeds: [orders]
  severity: reject
  when: status_value is not null and status is null
  description: The status is not in the vocabulary of order statuses.
- name: currency_missing
  feeds: [orders]
  severity: reject
  when: currency_value is null
  description: An amount means nothing without its currency.
- name: currency_unknown
  feeds: [orders]
  severity: reject
  when: currency_value is not null and currency is null
  description: The currency is not in the vocabulary currency_names.
- name: amount_missing
  feeds: [orders]
  severity: reject
  when: amount_value is null and status_sign is distinct from 0
  description: An order has an amount, unless its status counts none, as failed.
- name: amount_invalid
  feeds: [orders]
  severity: reject
  when: amount_value is not null and received_amount is null
  description: The amount is not a number that fits decimal(18,4).
- name: amount_negative
  feeds: [orders]
  severity: reject
  when: received_amount < 0 and status_sign >= 0
  description: Only refunds and chargebacks may be written with a minus sign.
- name: amount_zero
  feeds: [orders]
  severity: reject
  when: received_amount = 0 and status_sign <> 0
  description: Nothing was paid or given back.
- name: amount_currency_conflict
  feeds: [orders]
  severity: reject
  when: received_amount is not null and amount_currency <> currency
  description: The amount carries the mark of another currency than the row's.
- name: amount_ambiguous
  feeds: [orders]
  severity: warn
  when: is_amount_ambiguous and received_amount is not null
  description: With the other decimal mark the amount would be another number.
- name: order_time_late
  feeds: [orders]
  severity: warn
  when: "{{ day_time('orders', 'order_time_utc') }} < {{ add_days('ingest_date', -setting('late_days')) }}"
  description: The order was placed more than late_days before the partition's date.
- name: amount_too_large
  feeds: [orders]
  severity: warn
  when: abs(received_amount) > {{ setting('max_amount') }}
  description: The amount is above max_amount.
{% endset %}
{{ return(fromyaml(rules)) }}
{% endmacro %}
