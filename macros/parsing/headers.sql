{# The delimiter of a header line: of , ; tab and | the one that occurs most, the first of them on a tie. #}
{% macro header_delimiter(header) -%}
    {%- set known = ["','", "';'", 'chr(9)', "'|'"] -%}
    {%- set left = [] -%}
    {%- for delimiter in known %}{% do left.append('length(replace(' ~ header ~ ', ' ~ delimiter ~ ", ''))") %}{% endfor -%}
    {{ nth(filtered(
        list_of(known), 'delimiter', 'length(replace(' ~ header ~ ", delimiter, '')) = least(" ~ left | join(', ') ~ ')'
    ), 1) }}
{%- endmacro %}

{# The trimmed, lower-cased names in a header line; an empty list for a file without one. #}
{% macro header_names(header, delimiter) -%}
    {%- set fields = 'coalesce(' ~ split_fields(header, delimiter) ~ ', ' ~ split_text(header, delimiter) ~ ')' -%}
    coalesce({{ transformed(fields, 'name', lower_case('trim(both ' ~ blanks() ~ ' from name)')) }}, {{ text_list([]) }})
{%- endmacro %}

{# How often a header's names have the column `wanted`. #}
{% macro count_of_wanted(names) %}{{ return(list_length(filtered(names, 'name', 'name = wanted'))) }}{% endmacro %}

{# Where each of a feed's columns is among a header's names; NULL where it isn't, or is twice. #}
{% macro header_positions(names, columns) -%}
    {{ transformed(columns, 'wanted', 'case when ' ~ count_of_wanted(names) ~ ' = 1 then cast(array_position(' ~ names ~ ', wanted) as int) end') }}
{%- endmacro %}

{# The feed's required columns that a header lacks; none for a file without a header line. #}
{% macro missing_columns(names, columns) -%}
    case
        when {{ list_length(names) }} = 0 then {{ text_list([]) }}
        else {{ filtered(columns, 'wanted', count_of_wanted(names) ~ ' <> 1') }}
    end
{%- endmacro %}

{# The names in a header that are no column of the feed, in header order. #}
{% macro unexpected_columns(names, columns) %}{{ return(filtered(names, 'name', 'not ' ~ list_has(columns, 'name'))) }}{% endmacro %}

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
    {{ return(transformed(names, 'name', 'case ' ~ cases | join(' ') ~ ' else name end') if cases else names) }}
{% endmacro %}
