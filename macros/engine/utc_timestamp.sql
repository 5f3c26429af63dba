{#
  Each kind of zone has its own cast: DuckDB's cast to timestamp ignores an offset, and its cast to
  timestamptz lends the zone name of one row to later rows that have none.
#}
{% macro duckdb__utc_timestamp(iso_text, zone) -%}
    {%- set naive = 'try_cast(' ~ iso_text ~ ' as timestamp)' -%}
    {%- if zone != 'UTC' -%}
        {%- set naive = 'timezone(' ~ sql_text('UTC') ~ ', timezone(' ~ sql_text(zone) ~ ', ' ~ naive ~ '))' -%}
    {%- endif -%}
    case
        when strlen({{ iso_text }}) = 19 then {{ naive }}
        when contains({{ iso_text }}, '/')
            then case
                {#- The cast takes europe/BERLIN too; the contract doesn't. #}
                when list_contains((select list(name) from pg_timezone_names()), str_split({{ iso_text }}, ' ')[-1])
                    then timezone('UTC', try_cast({{ iso_text }} as timestamptz))
            end
        when {{ iso_text }}[20] = '.' and regexp_full_match(substr({{ iso_text }}, 21), '\d+') then {{ naive }}
        else timezone('UTC', try_cast({{ iso_text }} as timestamptz))
    end
{%- endmacro %}
