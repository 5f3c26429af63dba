{# What is wrong with the feed book, a sentence each. #}
{% macro feed_book_faults(book) %}
    {%- if book is not mapping or not book -%}{{ return(['feeds must have an entry for each feed, not be ' ~ shown(book) ~ '.']) }}{%- endif -%}
    {%- set faults = [] -%}
    {%- for feed, entry in book.items() -%}
        {%- if not modules.re.fullmatch('[a-z][a-z0-9_]*', feed | string) -%}
            {%- do faults.append('feeds: ' ~ shown(feed) ~ ' must be a name of small letters, digits and underscores.') -%}
        {%- elif entry is not mapping -%}
            {%- do faults.append('feeds: ' ~ feed ~ ' must have names and values, not be ' ~ shown(entry) ~ '.') -%}
        {%- else -%}
            {%- set of_entry = word_faults('feeds: ' ~ feed, entry, needed_words()) -%}
            {%- do faults.extend(of_entry or value_faults_of_a_feed('feeds: ' ~ feed, entry)) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(faults) }}
{% endmacro %}

{# The words of a column's entry in the feed book by its kind, and whether each must be there. #}
{% macro words_of_a_column(kind) %}
    {%- set own = {
        'id': {}, 'text': {}, 'email': {}, 'timestamp': {}, 'partition': {}, 'reference': {'feed': true},
        'category': {'category': true}, 'number': {'whole': false}, 'amount': {'currency': true},
    } -%}
    {{ return(dict(own[kind], kind=true, required=false) if kind in own else {}) }}
{% endmacro %}

{# The words of a feed's entry in the feed book, and whether each must be there. #}
{% macro needed_words() %}
    {%- set needed = {} -%}
    {%- for word, limits in feed_words().items() %}{% do needed.update({word: 'default' not in limits}) %}{% endfor -%}
    {{ return(needed) }}
{% endmacro %}

{# Sentences for the words of an entry that are unknown, and for those that it lacks. #}
{% macro word_faults(place, entry, words) %}
    {%- set faults = [] -%}
    {%- for word in entry if word not in words -%}
        {%- do faults.append(place ~ ': no word is ' ~ shown(word) ~ ', only ' ~ words | join(', ') ~ '.') -%}
    {%- endfor -%}
    {%- for word, is_needed in words.items() if is_needed and word not in entry -%}
        {%- do faults.append(place ~ ' lacks ' ~ word ~ '.') -%}
    {%- endfor -%}
    {{ return(faults) }}
{% endmacro %}

{# What is wrong with the values of a feed's entry that has all its words. #}
{% macro value_faults_of_a_feed(place, entry) %}
    {%- if entry.columns is not mapping -%}{{ return([place ~ '.columns must have an entry for each column.']) }}{%- endif -%}
    {%- set faults, kinds = [], {} -%}
    {%- for name, column in entry.columns.items() -%}
        {%- set kind = column.kind if column is mapping else none -%}
        {%- set words = words_of_a_column(kind) -%}
        {%- if not words -%}
            {%- do faults.append(place ~ '.' ~ name ~ ' must have a kind of column, not ' ~ shown(kind) ~ '.') -%}
        {%- else -%}
            {%- do faults.extend(word_faults(place ~ '.' ~ name, column, words) or faults_of_a_column(place ~ '.' ~ name, column, entry.columns)) -%}
            {%- do kinds.update({name: kind}) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- for word, limits in limits_of_feed_words().items() if limits.kind and word in entry -%}
        {%- set fault = value_fault(dict(limits, at_most=0) if word == 'lookback_days' and entry.is_snapshot else limits, entry[word]) -%}
        {%- if fault %}{% do faults.append(place ~ '.' ~ word ~ fault) %}{% endif -%}
    {%- endfor -%}
    {{ return(faults + column_faults_of_a_feed(place, entry, kinds) + shape_faults_of_a_feed(place, entry) + alias_faults(place, entry)) }}
{% endmacro %}

{# What is wrong with how a feed's entry names columns: one, several, or by name; a key has the id, and names none twice. #}
{% macro shape_faults_of_a_feed(place, entry) %}
    {%- set faults = [] -%}
    {%- for word in ['key', 'dimensions'] if entry[word] is string or entry[word] is mapping or entry[word] is not sequence -%}
        {%- do faults.append(place ~ '.' ~ word ~ ' must be a list of columns, not ' ~ shown(entry[word]) ~ '.') -%}
    {%- else -%}
        {%- if entry.id not in entry.key %}{% do faults.append(place ~ '.key must have the id ' ~ shown(entry.id) ~ '.') %}{% endif -%}
        {%- for word in ['key', 'dimensions'] if entry[word] | map('string') | unique | list | length != entry[word] | length -%}
            {%- do faults.append(place ~ '.' ~ word ~ ' must name a column once.') -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- if entry.distributions is not mapping -%}
        {%- do faults.append(place ~ '.distributions must have columns and what each is taken by, not be ' ~ shown(entry.distributions) ~ '.') -%}
    {%- else -%}
        {%- for column, by in entry.distributions.items() if by is not none and not is_category(entry.columns, by) -%}
            {%- do faults.append(place ~ '.distributions: ' ~ column ~ ' must be taken by nothing or a column of kind category, not ' ~ shown(by) ~ '.') -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(faults) }}
{% endmacro %}

{# What is wrong with the values of a column's entry; `columns` are all of its feed. #}
{% macro faults_of_a_column(place, column, columns) %}
    {%- set faults = [] -%}
    {%- for word in ['required', 'whole'] if word in column and column[word] is not boolean -%}
        {%- do faults.append(place ~ '.' ~ word ~ ' must be true or false, not ' ~ shown(column[word]) ~ '.') -%}
    {%- endfor -%}
    {%- if column.kind == 'reference' and column.feed != 'customers' -%}
        {%- do faults.append(place ~ '.feed must be customers, not ' ~ shown(column.feed) ~ '.') -%}
    {%- elif column.kind == 'amount' and not (is_category(columns, column.currency) and columns[column.currency].category == 'currency') -%}
        {%- do faults.append(place ~ '.currency must name a column of the category currency, not ' ~ shown(column.currency) ~ '.') -%}
    {%- elif column.kind == 'category' and not (column.category is string and modules.re.fullmatch('[a-z][a-z0-9_]*', column.category)) -%}
        {%- do faults.append(place ~ '.category must be a name of small letters, digits and underscores, not ' ~ shown(column.category) ~ '.') -%}
    {%- endif -%}
    {{ return(faults) }}
{% endmacro %}

{# True for the name of a column of kind category. #}
{% macro is_category(columns, name) %}
    {{ return(name is string and columns[name] is mapping and columns[name].kind == 'category') }}
{% endmacro %}

{# What is wrong with the columns that a feed's entry names: each must be one of the feed's, of a kind that serves. #}
{% macro column_faults_of_a_feed(place, entry, kinds) %}
    {%- set faults, uses = [], [] -%}
    {%- for word, limits in feed_words().items() if limits.columns -%}
        {%- set named = entry.get(word, []) -%}
        {%- for name in ([named] if named is string or named is not iterable else named) -%}
            {%- do uses.append([word, name, limits.columns]) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- for word, name, served in uses if kinds.get(name) not in served -%}
        {%- do faults.append(place ~ '.' ~ word ~ ' must name a column of kind ' ~ served | join(' or ') ~ ', not ' ~ shown(name) ~ '.') -%}
    {%- endfor -%}
    {{ return(faults) }}
{% endmacro %}
