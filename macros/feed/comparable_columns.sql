{#
  The columns of a feed that a key may have, from what clean calls them to their canonical value: SQL over what
  parse(feed) gives, and its type.
#}
{% macro comparable_columns(feed) %}
    {%- set found = {} -%}
    {%- for column, entry in column_book(feed).items() -%}
        {%- if is_text_kind(entry.kind) or entry.kind in ['category', 'number'] -%}
            {%- do found.update({column: [column, read_type(entry)]}) -%}
        {%- elif entry.kind == 'timestamp' -%}
            {%- do found.update({column ~ '_utc': [column ~ '_utc', read_type(entry)]}) -%}
        {%- elif entry.kind == 'amount' -%}
            {%- do found.update({column: ['cast(abs(received_' ~ column ~ ') as ' ~ read_type(entry) ~ ')', read_type(entry)]}) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(found) }}
{% endmacro %}

{# The columns of a feed's key, as clean calls them. #}
{% macro key_columns(feed) %}
    {%- set comparable, found = comparable_columns(feed), [] -%}
    {%- for column in feed_setting(feed, 'key') -%}
        {%- set name = column ~ '_utc' if column in columns_of_kind(feed, 'timestamp') else column -%}
        {%- if name in comparable %}{% do found.append(name) %}{% endif -%}  {#- a key with another is refused later #}
    {%- endfor -%}
    {{ return(found) }}
{% endmacro %}

{# A feed's key in what parse(feed) gives, for a select list or a `partition by`; `named` says what clean calls it. #}
{% macro key_values(feed, named=false) %}
    {%- set values, found = comparable_columns(feed), [] -%}
    {%- for column in key_columns(feed) -%}
        {%- set value = values[column][0] -%}
        {%- do found.append(value ~ (' as ' ~ column if named and value != column else '')) -%}
    {%- endfor -%}
    {{ return(found | join(', ')) }}
{% endmacro %}

{# A column of clean as parse() has it: NULL for a value that is unknown. #}
{% macro parsed_value(feed, column) %}
    {{ return("nullif(" ~ column ~ ", 'unknown')" if column in columns_of_kind(feed, 'category') else column) }}
{% endmacro %}

{# How many days back a repeated key is a duplicate: none where a later arrival replaces an earlier one. #}
{% macro lookback_of(feed) %}
    {{ return(0 if feed_setting(feed, 'across_partitions') == 'replace' else feed_setting(feed, 'lookback_days')) }}
{% endmacro %}
