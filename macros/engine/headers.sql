{# The delimiter of a header line: of , ; tab and | the one that occurs most, the first of them on a tie. #}
{% macro header_delimiter(header) %}{{ return(adapter.dispatch('header_delimiter')(header)) }}{% endmacro %}

{% macro duckdb__header_delimiter(header) -%}
    list_reduce(
        [',', ';', chr(9), '|'],
        lambda best, other: case
            when length(replace({{ header }}, other, '')) < length(replace({{ header }}, best, '')) then other
            else best
        end
    )
{%- endmacro %}

{% macro spark__header_delimiter(header) -%}
    reduce(
        array(';', chr(9), '|'),
        ',',
        (best, other) -> case
            when length(replace({{ header }}, other, '')) < length(replace({{ header }}, best, '')) then other
            else best
        end
    )
{%- endmacro %}

{# The trimmed, lower-cased names in a header line; an empty list for a file without one. #}
{% macro header_names(header, delimiter) %}{{ return(adapter.dispatch('header_names')(header, delimiter)) }}{% endmacro %}

{% macro duckdb__header_names(header, delimiter) -%}
    coalesce(
        list_transform(
            coalesce({{ split_fields(header, delimiter) }}, str_split({{ header }}, {{ delimiter }})),
            lambda name: {{ lower_case('trim(both ' ~ blanks() ~ ' from name)') }}
        ),
        []
    )
{%- endmacro %}

{% macro spark__header_names(header, delimiter) -%}
    coalesce(
        transform(
            coalesce({{ split_fields(header, delimiter) }}, {{ spark__split(header, delimiter) }}),
            name -> {{ lower_case('trim(both ' ~ blanks() ~ ' from name)') }}
        ),
        cast(array() as array<string>)
    )
{%- endmacro %}

{# Where each of a feed's columns is among a header's names; NULL where it isn't, or is twice. #}
{% macro header_positions(names, columns) %}{{ return(adapter.dispatch('header_positions')(names, columns)) }}{% endmacro %}

{% macro duckdb__header_positions(names, columns) -%}
    list_transform(
        {{ columns }},
        lambda wanted: case
            when len(list_filter({{ names }}, lambda name: name = wanted)) = 1 then list_position({{ names }}, wanted)
        end
    )
{%- endmacro %}

{% macro spark__header_positions(names, columns) -%}
    transform(
        {{ columns }},
        wanted -> case
            when size(filter({{ names }}, name -> name = wanted)) = 1 then cast(array_position({{ names }}, wanted) as int)
        end
    )
{%- endmacro %}

{# The feed's required columns that a header lacks; none for a file without a header line. #}
{% macro missing_columns(names, columns) %}{{ return(adapter.dispatch('missing_columns')(names, columns)) }}{% endmacro %}

{% macro duckdb__missing_columns(names, columns) -%}
    case
        when len({{ names }}) = 0 then cast([] as varchar[])
        else list_filter(
            {{ columns }},
            lambda wanted: len(list_filter({{ names }}, lambda name: name = wanted)) <> 1
        )
    end
{%- endmacro %}

{% macro spark__missing_columns(names, columns) -%}
    case
        when size({{ names }}) = 0 then cast(array() as array<string>)
        else filter(
            {{ columns }},
            wanted -> size(filter({{ names }}, name -> name = wanted)) <> 1
        )
    end
{%- endmacro %}

{# The names in a header that are no column of the feed, in header order. #}
{% macro unexpected_columns(names, columns) %}{{ return(adapter.dispatch('unexpected_columns')(names, columns)) }}{% endmacro %}

{% macro duckdb__unexpected_columns(names, columns) -%}
    list_filter({{ names }}, lambda name: not list_contains({{ columns }}, name))
{%- endmacro %}

{% macro spark__unexpected_columns(names, columns) -%}
    filter({{ names }}, name -> not array_contains({{ columns }}, name))
{%- endmacro %}

{#
  The names in a header with those that are aliases replaced by their columns' own; the SQL of the names itself where no
  feed has any. A query needs `feed` as a column.
#}
{% macro names_of_columns(names) %}
    {%- set cases = [] -%}
    {%- for feed in feeds() -%}
        {%- for name, column in columns_by_alias(feed).items() -%}
            {%- do cases.append('when feed = ' ~ sql_text(feed) ~ ' and name = ' ~ sql_text(name) ~ ' then ' ~ sql_text(column)) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(adapter.dispatch('names_of_columns')(names, 'case ' ~ cases | join(' ') ~ ' else name end') if cases else names) }}
{% endmacro %}

{% macro duckdb__names_of_columns(names, column) %}{{ return('list_transform(' ~ names ~ ', lambda name: ' ~ column ~ ')') }}{% endmacro %}

{% macro spark__names_of_columns(names, column) %}{{ return('transform(' ~ names ~ ', name -> ' ~ column ~ ')') }}{% endmacro %}

{# The names in a header of the required columns that it names more than once, in header order. #}
{% macro repeated_columns(received, names, columns) %}{{ return(adapter.dispatch('repeated_columns')(received, names, columns)) }}{% endmacro %}

{# They are bound first: else a header of a million names would be searched anew for each of them. #}
{% macro duckdb__repeated_columns(received, names, columns) -%}
    list_transform(
        [list_filter({{ columns }}, lambda wanted: len(list_filter({{ names }}, lambda name: name = wanted)) > 1)],
        lambda repeated: list_transform(
            list_filter(list_zip({{ received }}, {{ names }}), lambda pair: list_contains(repeated, pair[2])),
            lambda pair: pair[1]
        )
    )[1]
{%- endmacro %}

{% macro spark__repeated_columns(received, names, columns) -%}
    get(transform(array({{ names }}), all_names -> get(transform(
        array(filter({{ columns }}, wanted -> size(filter(all_names, name -> name = wanted)) > 1)),
        repeated -> filter({{ received }}, (called, place) -> array_contains(repeated, get(all_names, place)))
    ), 0)), 0)
{%- endmacro %}
