{# The parts, as timestamp_form() has them, of microseconds since 1970. #}
{% macro parts_of_epoch(microseconds) %}{{ return(adapter.dispatch('parts_of_epoch')(microseconds)) }}{% endmacro %}

{% macro duckdb__parts_of_epoch(microseconds) -%}
    strftime(make_timestamp({{ microseconds }}), '%Y|%m|%d|%H|%M|%S|%f||Z')
{%- endmacro %}

{% macro spark__parts_of_epoch(microseconds) -%}
    date_format(timestamp_micros({{ microseconds }}), 'yyyy|MM|dd|HH|mm|ss|SSSSSS||') || 'Z'
{%- endmacro %}

{# The instant of what timestamp_text() gave, whatever its year; NULL for impossible dates. `zone` is that of values without one. #}
{% macro instant(text, zone) %}{{ return(adapter.dispatch('instant')(text, zone)) }}{% endmacro %}

{#
  Each kind of zone has its own cast: DuckDB's cast to timestamp ignores an offset, and its cast to
  timestamptz lends the zone name of one row to later rows that have none.
#}
{% macro duckdb__instant(text, zone) -%}
    {%- set naive = 'try_cast(' ~ text ~ ' as timestamp)' -%}
    {%- if zone != 'UTC' -%}
        {%- set naive = "timezone('UTC', timezone(" ~ sql_text(zone) ~ ", " ~ naive ~ "))" -%}
    {%- endif -%}
    {%- set place = "trim(both '[]' from str_split(" ~ text ~ ", ' ')[-1])" -%}
    case
        when strlen({{ text }}) = 19 then {{ naive }}
        when contains({{ text }}, '/')
            then case
                {#- The cast takes europe/BERLIN too; names are exact here. #}
                when not {{ is_name_of_zone(place) }} then null
                when ends_with({{ text }}, ']') then {{ duckdb__agreed_instant(text, place) | indent(16) }}
                else make_timestamp(epoch_us(try_cast({{ text }} as timestamptz)))
            end
        when regexp_full_match(substr({{ text }}, 20), '[.]\d+') then {{ naive }}
        else make_timestamp(epoch_us(try_cast({{ text }} as timestamptz)))
    end
{%- endmacro %}

{# The instant of `2025-12-10 08:00:00+01:00 [Europe/Berlin]`, if clocks at that place show that time then. #}
{% macro duckdb__agreed_instant(text, place) -%}
    {%- set instant = 'try_cast(split_part(' ~ text ~ ", ' [', 1) as timestamptz)" -%}
    case
        when timezone({{ place }}, {{ instant }}) = try_cast(left(split_part({{ text }}, ' [', 1), -6) as timestamp)
            then make_timestamp(epoch_us({{ instant }}))
    end
{%- endmacro %}

{% macro spark__agreed_instant(text, place) -%}
    {%- set written = 'split_part(' ~ text ~ ", ' [', 1)" -%}
    {%- set local = 'left(' ~ written ~ ', length(' ~ written ~ ') - 6)' -%}
    {%- set instant = "convert_timezone('UTC', try_cast(" ~ written ~ ' as timestamp_ltz))' -%}
    case
        {#- NULL for a name that Java does not know. #}
        when try_cast({{ local }} || ' ' || {{ place }} as timestamp_ltz) is not null
            then case when convert_timezone('UTC', {{ place }}, {{ instant }}) = try_cast({{ local }} as timestamp_ntz) then {{ instant }} end
    end
{%- endmacro %}

{% macro spark__instant(text, zone) -%}
    {%- set place = "trim(both '[]' from substring_index(" ~ text ~ ", ' ', -1))" -%}
    {%- set naive = 'try_cast(' ~ text ~ ' as timestamp_ntz)' -%}
    {%- if zone != 'UTC' -%}
        {%- set naive = spark__zoned_timestamp(naive, sql_text(zone)) -%}
    {%- endif -%}
    case
        when length({{ text }}) = 19 then {{ naive }}
        when contains({{ text }}, '/')
            then case
                when not {{ is_name_of_zone(place) }} then null
                when endswith({{ text }}, ']') then {{ spark__agreed_instant(text, place) | indent(16) }}
                {#- NULL for a name that Java does not know. #}
                when try_cast({{ text }} as timestamp_ltz) is not null
                    then {{ spark__zoned_timestamp('try_cast(substring_index(' ~ text ~ ", ' ', 2) as timestamp_ntz)", place) }}
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
