{# The common form, and what every other form is rewritten to. #}
{% macro iso_pattern() %}
    {{ return('(?:19|20|21)\\d\\d-\\d\\d-\\d\\d[T ](?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:[.]\\d{1,6})?(?:Z|[+-](?:0\\d|1[0-5]):[0-5]\\d)?') }}
{% endmacro %}

{% macro duckdb__timestamp_text(text, order) -%}
    case
        when regexp_full_match({{ text }}, '{{ iso_pattern() }}') then {{ text }}
        when regexp_full_match({{ text }}, '\d{10}(?:[.]\d+)?|\d{13}|\d{16}')
            {#- Epoch in seconds, milliseconds or microseconds; its text is in UTC. #}
            then list_transform(
                [cast(make_timestamp(cast(left(rpad(replace({{ text }}, '.', ''), 16, '0'), 16) as bigint)) as varchar) || 'Z'],
                lambda iso: case when regexp_full_match(iso, '{{ iso_pattern() }}') then iso end
            )[1]
        else list_transform(
            [{{ duckdb__timestamp_parts(text, order) }}],
            lambda parts: {{ duckdb__iso_from_parts('parts') }}
        )[1]
    end
{%- endmacro %}

{# [year, month, day, hour, minute, second, fraction, AM/PM, zone] as written; NULL when no form fits. #}
{% macro duckdb__timestamp_parts(text, order) -%}
    str_split(
        list_transform(
            [{{ folded(text) }}],
            lambda folded: case
                {%- for form in timestamp_patterns(order) %}
                when regexp_full_match(folded, '{{ form.pattern }}', 'i')
                    then regexp_replace(folded, '^{{ form.pattern }}$', '{{ form.parts }}', 'i')
                {%- endfor %}
            end
        )[1],
        '|'
    )
{%- endmacro %}

{# Joins the parts of a timestamp in the common form; NULL when one of them is out of its range. #}
{% macro duckdb__iso_from_parts(parts) -%}
    list_transform(
        [
            {{ parts }}[1]
            || '-' || {{ duckdb__month_number(parts ~ '[2]') }}
            || '-' || lpad({{ parts }}[3], 2, '0')
            || ' ' || {{ duckdb__hour_of_day(parts ~ '[4]', parts ~ '[8]') }}
            || ':' || lpad({{ parts }}[5], 2, '0')
            || ':' || lpad({{ parts }}[6], 2, '0')
            || case when {{ parts }}[7] <> '' then '.' || left({{ parts }}[7], 6) else '' end
        ],
        lambda local_time: case
            when not regexp_full_match(local_time, '{{ iso_pattern() }}') then null
            when {{ parts }}[9] = '' then local_time
            when lower({{ parts }}[9]) in ('z', 'utc', 'gmt') then local_time || 'Z'
            when regexp_full_match({{ parts }}[9], '[+-](?:0\d|1[0-5])(?::?[0-5]\d)?')
                then local_time || left({{ parts }}[9], 3) || ':' || rpad(replace(substr({{ parts }}[9], 4), ':', ''), 2, '0')
            when contains({{ parts }}[9], '/') then local_time || ' ' || {{ parts }}[9]
        end
    )[1]
{%- endmacro %}

{# A month's number or English name as two digits. #}
{% macro duckdb__month_number(month) -%}
    case
        when regexp_full_match({{ month }}, '\d+') then lpad({{ month }}, 2, '0')
        else lpad(cast(list_position(
            ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'],
            lower(left({{ month }}, 3))
        ) as varchar), 2, '0')
    end
{%- endmacro %}

{# An hour with or without AM/PM as two digits from 00 to 23; NULL for 13 PM and the like. #}
{% macro duckdb__hour_of_day(hour, half) -%}
    case
        when {{ half }} = '' then lpad({{ hour }}, 2, '0')
        when cast({{ hour }} as integer) between 1 and 12
            then lpad(cast(
                cast({{ hour }} as integer) % 12 + case when lower({{ half }}) = 'pm' then 12 else 0 end
            as varchar), 2, '0')
    end
{%- endmacro %}
