{# The feeds, in the order of every list and report: those of the feed book, the variable `feeds` of dbt_project.yml. #}
{% macro feeds() %}{{ return(var('feeds').keys() | list if var('feeds') is mapping else []) }}{% endmacro %}

{#
  All that the feed book says of a feed; nothing where that is no mapping, which a run refuses. A compile
  error for a feed that isn't in the book: a model or a rule asks for it, and dbt reads them before a run can be refused.
#}
{% macro feed_entry(feed) %}
    {%- set book = var('feeds') -%}
    {%- if book is not mapping or feed not in book -%}
        {{ exceptions.raise_compiler_error('feeds lacks ' ~ feed ~ ', which has models or rules.') }}
    {%- endif -%}
    {%- set entry = book[feed] -%}
    {{ return(entry if entry is mapping else {}) }}
{% endmacro %}

{#
  What the feed book says of a feed under a word, or the variable of that name in its place. While dbt reads the project,
  and in a unit test, unless it sets `{word: {feed: value}}` as a variable itself, it is the word's default, where it has
  one, whatever the project says: see setting().
#}
{% macro feed_setting(feed, word) %}
    {%- set limits, entry = feed_words()[word], feed_entry(feed) -%}
    {%- if model is defined and model.resource_type == 'unit_test' -%}
        {%- set chosen = ((model.overrides or {}).vars or {}).get(word, {}) -%}
        {%- if feed in chosen or 'default' in limits %}{{ return(chosen.get(feed, limits.default)) }}{% endif -%}
    {%- elif not execute and 'default' in limits -%}
        {{ return(limits.default) }}
    {%- endif -%}
    {%- set own = setting(word) if limits.kind == 'variable' else {} -%}
    {{ return(own[feed] if feed in own else entry.get(word, limits.default)) }}
{% endmacro %}

{# What the feed book says of a feed's columns, by name. #}
{% macro column_book(feed) %}{%- set columns = feed_entry(feed).columns -%}{{ return(columns if columns is mapping else {}) }}{% endmacro %}

{# The feeds for which a setting of the feed book holds. #}
{% macro feeds_that(setting) %}
    {%- set found = [] -%}
    {%- for feed in feeds() if feed_setting(feed, setting) %}{% do found.append(feed) %}{% endfor -%}
    {{ return(found) }}
{% endmacro %}

{# The categories of all feeds, each once. #}
{% macro categories() %}
    {%- set found = [] -%}
    {%- for feed in feeds() -%}
        {%- for entry in columns_of_kind(feed, 'category').values() if entry.category not in found %}{% do found.append(entry.category) %}{% endfor -%}
    {%- endfor -%}
    {{ return(found | sort) }}
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
{% macro names_of(feeds) %}{{ return(sql_texts(feeds or [''])) }}{% endmacro %}

{# The feeds that name customers. #}
{% macro feeds_with_customers() %}
    {%- set found = [] -%}
    {%- for feed in feeds() if customer_column(feed) %}{% do found.append(feed) %}{% endfor -%}
    {{ return(found) }}
{% endmacro %}

{# The columns of a feed by their other names, as a header's names are compared: trimmed, and in lower case, each character on its own. #}
{% macro columns_by_alias(feed) %}
    {%- set found = {} -%}
    {%- for column, names in feed_setting(feed, 'aliases').items() -%}
        {%- for name in names -%}
            {%- do found.update({name.strip(' \t\v\f\r\u00a0') | map('lower') | map('first') | join: column}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(found) }}
{% endmacro %}

{# SQL of what the feed book says under a word, a text, of the feed that the column `dataset` names. #}
{% macro text_by_feed(word) %}
    {%- set usual, others = feed_words()[word].default, {} -%}
    {%- for feed in feeds() if feed_setting(feed, word) != usual -%}
        {%- do others.update({feed: sql_text(feed_setting(feed, word))}) -%}
    {%- endfor -%}
    {{ return(by_feed(others, sql_text(usual))) }}
{% endmacro %}

{# SQL of the value of the feed that a column names: its own, where `values` has one, or what holds otherwise. #}
{% macro by_feed(values, otherwise='null', dataset='dataset') %}
    {%- set own = [] -%}
    {%- for feed, value in values.items() %}{% do own.append(' when ' ~ sql_text(feed) ~ ' then ' ~ value) %}{% endfor -%}
    {{ return('case ' ~ dataset ~ own | join ~ ' else ' ~ otherwise ~ ' end' if own else otherwise | string) }}
{% endmacro %}
