{# What is wrong with a variable's value, a sentence each; none when it is as the variable book has it. #}
{% macro variable_faults(name, entry, value) %}
    {%- set faults = [] -%}
    {%- if entry.by or entry.kind in ['severities', 'alert settings'] -%}
        {%- if value is not mapping -%}
            {%- do faults.append(name ~ " must have values by " ~ ('rule' if entry.kind == 'severities' else 'feed') ~ ", not be " ~ shown(value) ~ ".") -%}
        {%- elif entry.by -%}
            {%- do faults.extend(by_feed_faults(name, entry, value)) -%}
        {%- elif entry.kind == 'severities' -%}
            {%- for rule, severity in value.items() if severity not in ['reject', 'warn'] -%}
                {%- do faults.append(name ~ ": " ~ rule ~ " must be reject or warn, not " ~ shown(severity) ~ ".") -%}
            {%- endfor -%}
        {%- else -%}
            {%- do faults.extend(alert_setting_faults(name, value)) -%}
        {%- endif -%}
    {%- elif entry.kind == 'feed book' -%}
        {%- do faults.extend(feed_book_faults(value)) -%}
    {%- elif entry.kind == 'dates' -%}
        {%- if value is string or value is mapping or value is not sequence -%}
            {%- do faults.append(name ~ " must be a list of dates, not " ~ shown(value) ~ ".") -%}
        {%- else -%}
            {%- for date in value if date_fault(date) %}{% do faults.append(date_fault(date, " in " ~ name)) %}{% endfor -%}
        {%- endif -%}
    {%- elif entry.kind == 'date' -%}
        {%- if date_fault(value) %}{% do faults.append(date_fault(value, "" if name == "date" else " in " ~ name)) %}{% endif -%}
    {%- elif value_fault(entry, value) -%}
        {%- do faults.append(name ~ value_fault(entry, value)) -%}
    {%- endif -%}
    {{ return(faults) }}
{% endmacro %}

{# What is wrong with a mapping that has values for some feeds, or for some of those with hours. #}
{% macro by_feed_faults(name, entry, values) %}
    {%- set faults = [] -%}
    {%- set known = feeds() if entry.by == 'feed' else feeds_that('has_hours') -%}
    {%- for feed, value in values.items() -%}
        {%- if feed not in known -%}
            {%- do faults.append(name ~ ": " ~ ("no feed is called " ~ shown(feed) ~ ", only " if entry.by == "feed" else feed ~ " must be a feed with hours, which are ") ~ known | join(', ') ~ ".") -%}
        {%- else -%}
            {%- set fault = value_fault(dict(entry, at_most=0) if name == 'lookback_days' and feed_entry(feed).is_snapshot else entry, value) -%}
            {%- if fault %}{% do faults.append(name ~ ": " ~ feed ~ fault) %}{% endif -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(faults) }}
{% endmacro %}

{# What is wrong with what is set of alerts by feed; that the names of checks exist is for alert_faults(). #}
{% macro alert_setting_faults(name, values) %}
    {%- set faults = [] -%}
    {%- for feed, settings in values.items() -%}
        {%- if feed not in feeds() -%}
            {%- do faults.append(name ~ ": no feed is called " ~ shown(feed) ~ ", only " ~ feeds() | join(', ') ~ ".") -%}
        {%- elif settings is not mapping -%}
            {%- do faults.append(name ~ ": " ~ feed ~ " must have names and values, such as {volume_spike: false}, not be " ~ shown(settings) ~ ".") -%}
        {%- else -%}
            {%- do faults.extend(alert_number_faults(name ~ ': ' ~ feed, settings)) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(faults) }}
{% endmacro %}

{# What is wrong with one value, as the end of a sentence about it; nothing when it is of its kind and within its bounds. #}
{% macro value_fault(entry, value) %}
    {%- if entry.kind in ['number', 'whole number'] -%}
        {%- set is_right = is_number_of(entry, value) -%}
        {%- set accepted = "a " ~ entry.kind ~ " from " ~ entry.at_least ~ " to " ~ entry.at_most if entry.at_least != entry.at_most else entry.at_most -%}
    {%- elif entry.kind == 'choice' -%}
        {%- set is_right, accepted = value is string and value in entry.choices, entry.choices | join(' or ') -%}
    {%- elif entry.kind == 'switch' -%}
        {%- set is_right, accepted = value is boolean, "true or false" -%}
    {%- elif entry.kind == 'symbols' -%}
        {%- set shared, others = shared_symbols(), [] -%}
        {%- for symbol, code in (value if value is mapping else {}).items() if symbol in shared and code not in shared[symbol] -%}
            {%- do others.append(symbol) -%}
        {%- endfor -%}
        {%- set is_right = value is mapping and value.keys() | reject('in', shared) | list == [] and not others -%}
        {%- set accepted = "codes of currencies for some of " ~ shared | join(' ') ~ (", of " ~ others[0] ~ " one of " ~ shared[others[0]] | join(' ') if others else "") -%}
    {%- elif entry.kind == 'severities' -%}
        {%- set is_right = value is mapping and value.values() | reject('in', ['reject', 'warn']) | list == [] -%}
        {%- set accepted = "reject or warn by rule, such as {status_missing: warn}" -%}
    {%- elif entry.kind == 'alert settings' -%}
        {%- set is_right, accepted = value is mapping, "names and values, such as {volume_spike: false}" -%}
    {%- elif entry.kind == 'words' -%}
        {%- set is_right = value is sequence and value is not string and value is not mapping
            and value | reject('string') | list == [] -%}
        {%- set accepted = "a list of words" -%}
    {%- elif entry.kind == 'aliases' -%}
        {%- set is_right = is_lists_of_texts(value) -%}
        {%- set accepted = "lists of other names of columns, such as {order_id: [id]}" -%}
    {%- elif entry.kind == 'time formats' -%}
        {%- set is_list = value is sequence and value is not string and value is not mapping -%}
        {%- set wrong = wrong_time_formats(value) if is_list else [value] -%}
        {%- set is_right, value = wrong == [], wrong[0] if wrong else value -%}
        {%- set accepted = "a list of strptime patterns, each with a whole date, of %Y or %y, %m, %b or %B, %d, %H or %I with %p, %M, %S, %f, %z or %Z, %a and %A" -%}
    {%- else -%}
        {%- set is_right, accepted = value is string, "the name of a time zone" -%}
    {%- endif -%}
    {{ return('' if is_right else " must be " ~ accepted ~ ", not " ~ ("the text " if value is string and entry.kind in ["number", "whole number"] else "") ~ shown(value) ~ ".") }}
{% endmacro %}

{# True for a number of an entry's kind within its bounds; false for what is none, infinite or not a number too. #}
{% macro is_number_of(entry, value) %}
    {{ return((value is integer or (value is float and entry.kind == 'number')) and entry.at_least <= value <= entry.at_most) }}
{% endmacro %}

{# A value as a sentence quotes it. #}
{% macro shown(value) %}
    {%- set text = value | string -%}
    {{ return("nothing" if value is none else "'" ~ (text if text | length <= 60 else text[:60] ~ '…') ~ "'") }}
{% endmacro %}
