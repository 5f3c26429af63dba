{# A JSON object as text, from names to SQL expressions. #}
{% macro json_object(members) %}{{ return(adapter.dispatch('json_object')(members)) }}{% endmacro %}

{% macro duckdb__json_object(members) -%}
    {%- set arguments = [] -%}
    {%- for name, expression in members.items() %}{% do arguments.append(sql_text(name) ~ ', ' ~ expression) %}{% endfor -%}
    {{ return('cast(json_object(' ~ arguments | join(', ') ~ ') as varchar)') }}
{%- endmacro %}

{% macro spark__json_object(members) -%}
    {%- set texts = [] -%}
    {%- for name, expression in members.items() -%}
        {%- do texts.append(sql_text(tojson(name) ~ ':') ~ ' || ' ~ spark__json_value(expression)) -%}
    {%- endfor -%}
    {{ return("('{' || " ~ (texts or ["''"]) | join(" || ',' || ") ~ " || '}')") }}
{%- endmacro %}

{# A value as JSON, numbers as DuckDB writes them: with an exponent from 1e21 and below 1e-6 only. #}
{% macro spark__json_value(value) -%}
    get(transform(
        array(to_json(named_struct('v', {{ value }}), map('ignoreNullFields', 'false'))),
        document -> case
            when not regexp_like(document, r'\A\{"v":-?\d[.]\d+E-?\d+\}\z') then substr(document, 6, length(document) - 6)
            when cast(regexp_extract(document, r'E(-?\d+)', 1) as int) between -6 and 20
                then regexp_replace(
                    case
                        when contains(document, 'E-') then cast(cast(substr(document, 6, length(document) - 6) as decimal(38, 30)) as string)
                        else cast(cast(substr(document, 6, length(document) - 6) as decimal(38, 10)) as string)
                    end,
                    r'([.]\d+?)0*\z', '$1'
                )
            else replace(replace(substr(document, 6, length(document) - 6), '.0E', 'E'), 'E', 'e')
        end
    ), 0)
{%- endmacro %}

{# Aggregates the rows with a non-empty list into a JSON object, from a name to the list, by name. #}
{% macro json_object_of(name, list) %}{{ return(adapter.dispatch('json_object_of')(name, list)) }}{% endmacro %}

{% macro duckdb__json_object_of(name, list) -%}
    to_json(map_from_entries(
        list({'name': {{ name }}, 'list': {{ list }}} order by {{ name }}) filter (len({{ list }}) > 0)
    ))
{%- endmacro %}

{% macro spark__json_object_of(name, list) -%}
    case
        when count_if(size({{ list }}) > 0) > 0
            then map_from_entries(array_sort(collect_list(
                case when size({{ list }}) > 0 then named_struct('name', {{ name }}, 'list', {{ list }}) end
            )))
    end
{%- endmacro %}
