{% macro duckdb__timestamp_form(value, own, patterns) -%}
    {#- Letters that lower-case to ASCII ones, which a pattern without case would take for them. #}
    {%- set has_odd_letters = 'contains(' ~ value ~ ', chr(383)) or contains(' ~ value ~ ', chr(8490))' -%}
    case
        {%- for form in own %}
        when regexp_full_match({{ value }}, '{{ form.pattern }}', 'i') and not ({{ has_odd_letters }})
            then regexp_replace({{ value }}, '^{{ form.pattern }}$', '{{ form.parts }}', 'i')
        {%- endfor %}
        when
            regexp_full_match(
                {{ value }},
                '(?:19|20|21)\d\d-\d\d-\d\d[T ](?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:[.]\d{1,6})?(?:Z|[+-](?:0\d|1[0-5]):[0-5]\d)?'
            )
            then {{ value }}
        {#- Epochs of 10, 13, 16 or 19 digits, the first two with a fraction: the first 16 digits are microseconds. #}
        when regexp_full_match({{ value }}, '(?:\d{10}|\d{13})(?:[.,]\d+)?|\d{16}|\d{19}')
            then strftime(
                make_timestamp(cast(left(rpad(translate({{ value }}, '.,', ''), 16, '0'), 16) as bigint)),
                '%Y|%m|%d|%H|%M|%S|%f||Z'
            )
        when {{ has_odd_letters }} then null
        {%- for form in patterns %}
        when regexp_full_match({{ value }}, '{{ form.pattern }}', 'i')
            then regexp_replace({{ value }}, '^{{ form.pattern }}$', '{{ form.parts }}', 'i')
        {%- endfor %}
    end
{%- endmacro %}

{% macro spark__timestamp_form(value, own, patterns) -%}
    case
        {%- for form in own %}
        when regexp_like({{ value }}, r'(?id)\A(?:{{ form.pattern }})\z')
            then regexp_replace({{ value }}, r'(?id)\A(?:{{ form.pattern }})\z', r'{{ form.parts.replace('\\', '$') }}')
        {%- endfor %}
        when
            regexp_like(
                {{ value }},
                r'\A(?:19|20|21)\d\d-\d\d-\d\d[T ](?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:[.]\d{1,6})?(?:Z|[+-](?:0\d|1[0-5]):[0-5]\d)?\z'
            )
            then {{ value }}
        when regexp_like({{ value }}, r'\A(?:(?:\d{10}|\d{13})(?:[.,]\d+)?|\d{16}|\d{19})\z')
            then date_format(
                timestamp_micros(try_cast(left(rpad(translate({{ value }}, '.,', ''), 16, '0'), 16) as bigint)),
                'yyyy|MM|dd|HH|mm|ss|SSSSSS||'
            ) || 'Z'
        {%- for form in patterns %}
        when regexp_like({{ value }}, r'(?id)\A(?:{{ form.pattern }})\z')
            then regexp_replace({{ value }}, r'(?id)\A(?:{{ form.pattern }})\z', r'{{ form.parts.replace('\\', '$') }}')
        {%- endfor %}
    end
{%- endmacro %}

{% macro duckdb__timestamp_text(form) -%}
    {%- set part = [] -%}
    {%- for n in range(1, 10) %}{% do part.append("str_split(" ~ form ~ ", '|')[" ~ n ~ "]") %}{% endfor -%}
    {%- set year = 'case when length(' ~ part[0] ~ ") = 2 then case when " ~ part[0] ~ " >= '69' then '19' else '20' end else '' end || " ~ part[0] -%}
    case
        when not contains({{ form }}, '|') then {{ form }}
        when {{ year }} between '1899' and '2200'
            then {{ year }}
            || '-' || {{ duckdb__month_number(part[1]) }}
            || '-' || lpad({{ part[2] }}, 2, '0')
            || ' ' || {{ duckdb__hour_of_day(part[3], part[7]) }}
            || ':' || lpad({{ part[4] }}, 2, '0')
            || ':' || lpad({{ part[5] }}, 2, '0')
            || case when {{ part[6] }} <> '' then '.' || left({{ part[6] }}, 6) else '' end
            || {{ duckdb__zone_suffix(part[8]) }}
    end
{%- endmacro %}

{% macro spark__timestamp_text(form) -%}
    {%- set part = [] -%}
    {%- for n in range(1, 10) %}{% do part.append("split_part(" ~ form ~ ", '|', " ~ n ~ ")") %}{% endfor -%}
    {%- set year = 'case when length(' ~ part[0] ~ ") = 2 then case when " ~ part[0] ~ " >= '69' then '19' else '20' end else '' end || " ~ part[0] -%}
    case
        when not contains({{ form }}, '|') then {{ form }}
        when {{ year }} between '1899' and '2200'
            then {{ year }}
            || '-' || {{ spark__month_number(part[1]) }}
            || '-' || lpad({{ part[2] }}, 2, '0')
            || ' ' || {{ spark__hour_of_day(part[3], part[7]) }}
            || ':' || lpad({{ part[4] }}, 2, '0')
            || ':' || lpad({{ part[5] }}, 2, '0')
            || case when {{ part[6] }} <> '' then '.' || left({{ part[6] }}, 6) else '' end
            || {{ spark__zone_suffix(part[8]) }}
    end
{%- endmacro %}

{# A month's number or English name as two digits. #}
{% macro duckdb__month_number(month) -%}
    lpad(
        case
            when left({{ month }}, 1) <= '9' then {{ month }}
            else cast(list_position(
                ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'],
                lower(left({{ month }}, 3))
            ) as varchar)
        end,
        2, '0'
    )
{%- endmacro %}

{% macro spark__month_number(month) -%}
    lpad(
        case
            when left({{ month }}, 1) <= '9' then {{ month }}
            else cast(array_position(
                array('jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'),
                lower(left({{ month }}, 3))
            ) as string)
        end,
        2, '0'
    )
{%- endmacro %}

{# An hour with or without AM/PM as two digits from 00 to 23, 00 when there is none; NULL for 24, 13 PM and the like. #}
{% macro duckdb__hour_of_day(hour, half) -%}
    {%- set number = 'cast(' ~ hour ~ ' as integer)' -%}
    case
        when {{ hour }} = '' then '00'
        when {{ half }} = '' and {{ number }} <= 23 then lpad({{ hour }}, 2, '0')
        when {{ half }} <> '' and {{ number }} between 1 and 12
            then lpad(cast({{ number }} % 12 + case when lower({{ half }}) = 'pm' then 12 else 0 end as varchar), 2, '0')
    end
{%- endmacro %}

{% macro spark__hour_of_day(hour, half) -%}
    {%- set number = 'try_cast(' ~ hour ~ ' as int)' -%}
    case
        when {{ hour }} = '' then '00'
        when {{ half }} = '' and {{ number }} <= 23 then lpad({{ hour }}, 2, '0')
        when {{ half }} <> '' and {{ number }} between 1 and 12
            then lpad(cast({{ number }} % 12 + case when lower({{ half }}) = 'pm' then 12 else 0 end as string), 2, '0')
    end
{%- endmacro %}

{#
  What follows the seconds for a zone: nothing, Z, +HH:MM, a blank and a place, or +HH:MM and a place in brackets; NULL
  beyond 15:59, and where UTC is said to be elsewhere.
#}
{% macro duckdb__zone_suffix(zone) -%}
    case
        when {{ zone }} = '' then ''
        when lower({{ zone }}) in ('z', 'utc', 'gmt') then 'Z'
        when regexp_full_match({{ zone }}, '(?:z|[+-]00(?::?00)?)(?:\[(?:utc|gmt)\]|[^\d\[:]+(?:utc|gmt))', 'i') then 'Z'
        when ends_with(lower({{ zone }}), '[utc]') or ends_with(lower({{ zone }}), '[gmt]') then null
        when contains({{ zone }}, '[')
            then {{ duckdb__offset_text("replace(upper(split_part(" ~ zone ~ ", '[', 1)), 'Z', '+00')") }} || ' [' || split_part({{ zone }}, '[', 2)
        when contains({{ zone }}, '/') then ' ' || {{ zone }}
        else {{ duckdb__offset_text(zone) }}
    end
{%- endmacro %}

{% macro spark__zone_suffix(zone) -%}
    case
        when {{ zone }} = '' then ''
        when lower({{ zone }}) in ('z', 'utc', 'gmt') then 'Z'
        when regexp_like({{ zone }}, r'(?i)\A(?:z|[+-]00(?::?00)?)(?:\[(?:utc|gmt)\]|[^\d\[:]+(?:utc|gmt))\z') then 'Z'
        when endswith(lower({{ zone }}), '[utc]') or endswith(lower({{ zone }}), '[gmt]') then null
        when contains({{ zone }}, '[')
            then {{ spark__offset_text("replace(upper(split_part(" ~ zone ~ ", '[', 1)), 'Z', '+00')") }} || ' [' || split_part({{ zone }}, '[', 2)
        when contains({{ zone }}, '/') then ' ' || {{ zone }}
        else {{ spark__offset_text(zone) }}
    end
{%- endmacro %}

{# An offset as +HH:MM; NULL beyond 15:59. #}
{% macro duckdb__offset_text(offset) -%}
    case
        when regexp_full_match({{ offset }}, '[+-](?:0\d|1[0-5])(?::?[0-5]\d)?')
            then left({{ offset }}, 3) || ':' || rpad(replace(substr({{ offset }}, 4), ':', ''), 2, '0')
    end
{%- endmacro %}

{% macro spark__offset_text(offset) -%}
    case
        when regexp_like({{ offset }}, r'\A[+-](?:0\d|1[0-5])(?::?[0-5]\d)?\z')
            then left({{ offset }}, 3) || ':' || rpad(replace(substr({{ offset }}, 4), ':', ''), 2, '0')
    end
{%- endmacro %}

{# Only a local time near the ends of the range can be beyond them in UTC. #}
{% macro duckdb__utc_timestamp(text, zone) -%}
    {%- set instant = duckdb__instant(text, zone) -%}
    case
        when {{ text }} >= '1901' and {{ text }} < '2199' then {{ instant | indent(8) }}
        else list_filter(
            [{{ instant | indent(8) }}],
            lambda instant: instant >= timestamp '1900-01-01' and instant < timestamp '2200-01-01'
        )[1]
    end
{%- endmacro %}

{#
  Each kind of zone has its own cast: DuckDB's cast to timestamp ignores an offset, and its cast to
  timestamptz lends the zone name of one row to later rows that have none.
#}
{% macro duckdb__instant(text, zone) -%}
    {%- set naive = 'try_cast(' ~ text ~ ' as timestamp)' -%}
    {%- if zone != 'UTC' -%}
        {%- set naive = "timezone('UTC', timezone(" ~ sql_text(zone) ~ ", " ~ naive ~ "))" -%}
    {%- endif -%}
    case
        when strlen({{ text }}) = 19 then {{ naive }}
        when ends_with({{ text }}, ']') then {{ duckdb__agreed_instant(text) | indent(8) }}
        when contains({{ text }}, '/')
            then case
                {#- The cast takes europe/BERLIN too; names are exact here. #}
                when list_contains((select list(name) from pg_timezone_names()), str_split({{ text }}, ' ')[-1])
                    then make_timestamp(epoch_us(try_cast({{ text }} as timestamptz)))
            end
        when regexp_full_match(substr({{ text }}, 20), '[.]\d+') then {{ naive }}
        else make_timestamp(epoch_us(try_cast({{ text }} as timestamptz)))
    end
{%- endmacro %}

{# The instant of `2025-12-10 08:00:00+01:00 [Europe/Berlin]`, if clocks there show that time then. #}
{% macro duckdb__agreed_instant(text) -%}
    {%- set instant = 'try_cast(split_part(' ~ text ~ ", ' [', 1) as timestamptz)" -%}
    {%- set place = 'str_split(' ~ text ~ ", ' [')[2][:-2]" -%}
    case
        when list_contains((select list(name) from pg_timezone_names()), {{ place }})
            then case
                when timezone({{ place }}, {{ instant }}) = try_cast(left(split_part({{ text }}, ' [', 1), -6) as timestamp)
                    then make_timestamp(epoch_us({{ instant }}))
            end
    end
{%- endmacro %}

{% macro spark__agreed_instant(text) -%}
    {%- set written = 'split_part(' ~ text ~ ", ' [', 1)" -%}
    {%- set local = 'left(' ~ written ~ ', length(' ~ written ~ ') - 6)' -%}
    {%- set instant = "convert_timezone('UTC', try_cast(" ~ written ~ ' as timestamp_ltz))' -%}
    {%- set place = "rtrim(']', split_part(" ~ text ~ ", ' [', 2))" -%}
    case
        {#- NULL for a name that Java does not know. #}
        when {{ place }} in ({{ spark__time_zone_names() }}) and try_cast({{ local }} || ' ' || {{ place }} as timestamp_ltz) is not null
            then case when convert_timezone('UTC', {{ place }}, {{ instant }}) = try_cast({{ local }} as timestamp_ntz) then {{ instant }} end
    end
{%- endmacro %}

{% macro spark__utc_timestamp(text, zone) -%}
    {%- set instant = spark__instant(text, zone) -%}
    case
        when {{ text }} >= '1901' and {{ text }} < '2199' then {{ instant | indent(8) }}
        else get(filter(
            array({{ instant | indent(8) }}),
            instant -> instant >= timestamp_ntz '1900-01-01' and instant < timestamp_ntz '2200-01-01'
        ), 0)
    end
{%- endmacro %}

{% macro spark__instant(text, zone) -%}
    {%- set zone_name = "substring_index(" ~ text ~ ", ' ', -1)" -%}
    {%- set naive = 'try_cast(' ~ text ~ ' as timestamp_ntz)' -%}
    {%- if zone != 'UTC' -%}
        {%- set naive = spark__zoned_timestamp(naive, sql_text(zone)) -%}
    {%- endif -%}
    case
        when length({{ text }}) = 19 then {{ naive }}
        when endswith({{ text }}, ']') then {{ spark__agreed_instant(text) | indent(8) }}
        when contains({{ text }}, '/')
            then case
                {#- NULL for a name that Java does not know. #}
                when {{ zone_name }} in ({{ spark__time_zone_names() }}) and try_cast({{ text }} as timestamp_ltz) is not null
                    then {{ spark__zoned_timestamp('try_cast(substring_index(' ~ text ~ ", ' ', 2) as timestamp_ntz)", zone_name) }}
            end
        when regexp_like(substr({{ text }}, 20), r'\A[.]\d+\z') then {{ naive }}
        else convert_timezone('UTC', try_cast({{ text }} as timestamp_ltz))
    end
{%- endmacro %}

{# A local time in UTC: of two readings the later, as DuckDB has it, while convert_timezone() gives the earlier. #}
{% macro spark__zoned_timestamp(naive, zone) -%}
    {%- set day = "interval '1' day" -%}
    {%- set by_next_day = "convert_timezone(" ~ zone ~ ", 'UTC', " ~ naive ~ " + " ~ day ~ ") - " ~ day -%}
    case
        when convert_timezone('UTC', {{ zone }}, {{ by_next_day }}) = {{ naive }} then {{ by_next_day }}
        else convert_timezone({{ zone }}, 'UTC', {{ naive }})
    end
{%- endmacro %}
