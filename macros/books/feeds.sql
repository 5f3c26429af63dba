{#
  The feeds, in the order of every list and report. The feed book is the variable `feeds` of dbt_project.yml:
    id, time        the columns with the feed's id and its business time
    key             the columns that no two clean rows share
    lookback_days   how many days back a repeated key is a duplicate
    date_order, naive_timezone   how 1/2/2025 and a time without a zone are meant
    is_snapshot     whether a day may well be as the day before
    has_hours       whether a day's hours are looked at
    dimensions      the columns whose values are counted
    distributions   the columns whose percentiles are taken, and the column they are taken by
    columns         every column in the order of the tables: its kind (see macros/feed/kinds.sql) and what that
                    kind needs to know; required: false for one that a header may lack
#}
{% macro feeds() %}{{ return(var('feeds').keys() | list) }}{% endmacro %}

{# All that the feed book says of a feed; nothing where that is no mapping, which feed_book_faults() tells. #}
{% macro feed_entry(feed) %}
    {%- set entry = var('feeds')[feed] -%}
    {{ return(entry if entry is mapping else {}) }}
{% endmacro %}

{# What the feed book says of a feed under a name, or the variable of that name in its place. #}
{% macro feed_setting(feed, name) %}
    {%- set variable = variable_book().get(name, {}) -%}
    {%- set own = setting(name) if variable.by == 'feed' else {} -%}
    {%- if feed in own -%}{{ return(own[feed]) }}{%- endif -%}
    {%- if variable.standard and model is defined and model.resource_type == 'unit_test' -%}{{ return(variable.standard) }}{%- endif -%}
    {{ return(feed_entry(feed)[name]) }}
{% endmacro %}

{# What the feed book says of a feed's columns, by name. #}
{% macro column_book(feed) %}{{ return(feed_entry(feed).get('columns', {})) }}{% endmacro %}

{# The feeds for which a setting of the feed book holds. #}
{% macro feeds_that(setting) %}
    {%- set found = [] -%}
    {%- for feed in feeds() if feed_setting(feed, setting) %}{% do found.append(feed) %}{% endfor -%}
    {{ return(found) }}
{% endmacro %}

{# The names of a feed's columns, in the order of its tables. #}
{% macro feed_columns(feed) %}{{ return(column_book(feed).keys() | list) }}{% endmacro %}

{# The columns of a feed that every header must have. #}
{% macro required_columns(feed) %}
    {%- set found = [] -%}
    {%- for name, column in column_book(feed).items() if column.get('required', true) -%}
        {%- do found.append(name) -%}
    {%- endfor -%}
    {{ return(found) }}
{% endmacro %}

{# A feed's columns of a kind, from their names to what the feed book says of them. #}
{% macro columns_of_kind(feed, kind) %}
    {%- set found = {} -%}
    {%- for name, column in column_book(feed).items() if column.kind == kind -%}
        {%- do found.update({name: column}) -%}
    {%- endfor -%}
    {{ return(found) }}
{% endmacro %}

{# The column in which a feed names a customer; nothing for a feed that names none. #}
{% macro customer_column(feed) %}
    {%- for name, column in columns_of_kind(feed, 'reference').items() if column.feed == 'customers' -%}
        {{ return(name) }}
    {%- endfor -%}
{% endmacro %}

{# Names as SQL texts, comma-separated; a name that no feed has where there are none. #}
{% macro names_of(feeds) %}
    {%- set texts = [] -%}
    {%- for feed in feeds or ['']  %}{% do texts.append(sql_text(feed)) %}{% endfor -%}
    {{ return(texts | join(', ')) }}
{% endmacro %}

{# The feeds that name customers. #}
{% macro feeds_with_customers() %}
    {%- set found = [] -%}
    {%- for feed in feeds() if customer_column(feed) %}{% do found.append(feed) %}{% endfor -%}
    {{ return(found) }}
{% endmacro %}
