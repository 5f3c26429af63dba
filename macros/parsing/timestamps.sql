{#
  Steps from a received timestamp to UTC, each a column of its own, so that no expression is computed or written twice:
  timestamp_form(), timestamp_parts(), timestamp_text(), instant(), utc_timestamp(). All give NULL for NULL and for what is
  no timestamp.

  timestamp_form(value, order): the value itself when it is in the common form,
  `YYYY-MM-DD HH:MM:SS[.ffffff]` with T or a blank, and nothing, Z or +HH:MM behind it. Any other
  accepted form as its nine parts, `year|month|day|hour|minute|second|fraction|AM or PM|zone`.
  `order` is mdy or dmy; `two_digit_years` says whether years may have two digits, `formats` are strptime patterns
  that are tried first.
#}
{% macro timestamp_form(value, order='mdy', two_digit_years=false, formats=[]) -%}
    {%- set own = [] -%}
    {%- for format in formats %}{% do own.append(time_format_pattern(format)) %}{% endfor -%}
    {%- set common = '(?:19|20|21)\\d\\d-\\d\\d-\\d\\d[T ](?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:[.]\\d{1,6})?(?:Z|[+-](?:0\\d|1[0-5]):[0-5]\\d)?' -%}
    {#- Epochs of 10, 13, 16 or 19 digits, the first two with a fraction: the first 16 digits are microseconds. #}
    {%- set epoch = '(?:\\d{10}|\\d{13})(?:[.,]\\d+)?|\\d{16}|\\d{19}' -%}
    {%- set microseconds = 'try_cast(left(rpad(translate(' ~ value ~ ", '.,', ''), 16, '0'), 16) as bigint)" -%}
    {#- Letters that lower-case to ASCII ones, for which a pattern without case might take them. #}
    {%- set odd = '\n        when contains(' ~ value ~ ', chr(383)) or contains(' ~ value ~ ', chr(8490)) then null' -%}
    case
        {{- odd ~ parts_of_forms(value, own) if own }}
        when {{ fully_matches(value, common) }} then {{ value }}
        when {{ fully_matches(value, epoch) }} then {{ parts_of_epoch(microseconds) }}
        {{- odd if not own }}
        {{- parts_of_forms(value, timestamp_patterns(order, two_digit_years)) }}
    end
{%- endmacro %}

{# The parts of what timestamp_form() gave as a list; NULL for the common form. #}
{% macro timestamp_parts(form) %}{{ return('case when contains(' ~ form ~ ", '|') then " ~ split_text(form, "'|'") ~ ' end') }}{% endmacro %}

{#
  The common form of what timestamp_form() and timestamp_parts() gave; a zone name follows a blank. The date may not exist.
#}
{% macro timestamp_text(form, parts) -%}
    {%- set part = [] -%}
    {%- for n in range(1, 10) %}{% do part.append(nth(parts, n)) %}{% endfor -%}
    {%- set year = 'case when length(' ~ part[0] ~ ") = 2 then case when " ~ part[0] ~ " >= '69' then '19' else '20' end else '' end || " ~ part[0] -%}
    case
        when {{ parts }} is null then {{ form }}
        when {{ year }} between '1899' and '2200'
            then {{ year }}
            || '-' || {{ month_number(part[1]) }}
            || '-' || lpad({{ part[2] }}, 2, '0')
            || ' ' || {{ hour_of_day(part[3], part[7]) }}
            || ':' || lpad({{ part[4] }}, 2, '0')
            || ':' || lpad({{ part[5] }}, 2, '0')
            || case when {{ part[6] }} <> '' then '.' || left({{ part[6] }}, 6) else '' end
            || {{ zone_suffix(part[8]) }}
    end
{%- endmacro %}

{# A month's number or English name as two digits. #}
{% macro month_number(month) -%}
    lpad(
        case
            when left({{ month }}, 1) <= '9' then {{ month }}
            else cast(array_position(
                {{ text_list(['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']) }},
                lower(left({{ month }}, 3))
            ) as varchar)
        end,
        2, '0'
    )
{%- endmacro %}

{# An hour with or without AM/PM as two digits from 00 to 23, 00 when there is none; NULL for 24, 13 PM and the like. #}
{% macro hour_of_day(hour, half) -%}
    {%- set number = 'try_cast(' ~ hour ~ ' as int)' -%}
    case
        when {{ hour }} = '' then '00'
        when {{ half }} = '' and {{ number }} <= 23 then lpad({{ hour }}, 2, '0')
        when {{ half }} <> '' and {{ number }} between 1 and 12
            then lpad(cast({{ number }} % 12 + case when lower({{ half }}) = 'pm' then 12 else 0 end as varchar), 2, '0')
    end
{%- endmacro %}

{#
  What follows the seconds for a zone: nothing, Z, +HH:MM, a blank and a place, or +HH:MM and a place in brackets; NULL
  beyond 15:59, and where UTC is said to be elsewhere.
#}
{% macro zone_suffix(zone) -%}
    case
        when {{ zone }} = '' then ''
        when lower({{ zone }}) in ('z', 'utc', 'gmt') then 'Z'
        when {{ fully_matches('lower(' ~ zone ~ ')', '(?:z|[+-]00(?::?00)?)(?:\\[(?:utc|gmt)\\]|[^\\d\\[:]+(?:utc|gmt))') }} then 'Z'
        when lower({{ zone }}) like '%[utc]' or lower({{ zone }}) like '%[gmt]' then null
        when contains({{ zone }}, '[')
            then {{ offset_text("replace(upper(split_part(" ~ zone ~ ", '[', 1)), 'Z', '+00')") }} || ' [' || split_part({{ zone }}, '[', 2)
        when contains({{ zone }}, '/') then ' ' || {{ zone }}
        else {{ offset_text(zone) }}
    end
{%- endmacro %}

{# An offset as +HH:MM; NULL beyond 15:59. #}
{% macro offset_text(offset) -%}
    case
        when {{ fully_matches(offset, '[+-](?:0\\d|1[0-5])(?::?[0-5]\\d)?') }}
            then left({{ offset }}, 3) || ':' || rpad(replace(substr({{ offset }}, 4), ':', ''), 2, '0')
    end
{%- endmacro %}

{# What instant() gave; NULL for years outside 1900 to 2199, in UTC. #}
{% macro utc_timestamp(instant) -%}
    case when {{ instant }} >= timestamp '1900-01-01' and {{ instant }} < timestamp '2200-01-01' then {{ instant }} end
{%- endmacro %}
