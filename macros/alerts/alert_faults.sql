{#
  What the feed book's `alerts` and the variable of that name can't ask for, a sentence each; that the variable's numbers are
  right is for variable_faults().
#}
{% macro alert_faults() %}
    {%- set faults = [] -%}
    {%- for feed in feeds() -%}
        {%- do faults.extend(alert_number_faults('feeds: ' ~ feed ~ '.alerts', feed_setting(feed, 'alerts'))) -%}
    {%- endfor -%}
    {%- for feed in feeds() if not faults -%}  {#- the alert book can't be read with a number that is none -#}
        {%- do faults.extend(alert_name_faults('feeds: ' ~ feed ~ '.alerts', feed_setting(feed, 'alerts'))) -%}
        {%- do faults.extend(alert_name_faults('alerts: ' ~ feed, setting('alerts').get(feed, {}))) -%}
    {%- endfor -%}
    {{ return(faults) }}
{% endmacro %}

{# What a place names that is no check, and checks that it sets to something else than true or false, a sentence each. #}
{% macro alert_name_faults(place, settings) %}
    {%- set faults, names = [], settings.keys() | reject('in', tunable_settings()) | list -%}
    {%- set types = alert_book() | map(attribute='type') | list if names else [] -%}
    {%- for name in names -%}
        {%- if name not in types -%}
            {%- do faults.append(place ~ "." ~ name ~ " is neither a check nor a number that can differ by feed, which are " ~ (types + tunable_settings()) | join(', ') ~ ".") -%}
        {%- elif settings[name] is not boolean -%}
            {%- do faults.append(place ~ "." ~ name ~ " must be true or false, not " ~ shown(settings[name]) ~ ".") -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(faults) }}
{% endmacro %}

{# What a place has numbers for that are none, or out of their bounds, a sentence each. #}
{% macro alert_number_faults(place, settings) %}
    {%- set faults, book = [], variable_book() -%}
    {%- for name, value in settings.items() if name in tunable_settings() and value_fault(book[name], value) -%}
        {%- do faults.append(place ~ "." ~ name ~ value_fault(book[name], value)) -%}
    {%- endfor -%}
    {{ return(faults) }}
{% endmacro %}
