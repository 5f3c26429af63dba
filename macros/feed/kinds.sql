{#
  How a column of each kind is read: its steps, each from the names of new columns to their SQL. A step sees what
  came before it, beginning with `<column>_value`, trimmed and NULL when missing (of an id, a reference and a text the
  column itself); they are matched, cut, spelled, typed and parsed. `joined`, beside the last, looks a name up in a seed:
  {column: [seed, alias, name, SQL of the value]}.
    id, reference, text   nothing: the value is the text
    email       <column>
    timestamp   <column>_utc
    category    <column>, as its vocabulary calls it; of an order's status <column>_sign, how its amount counts: 1, -1 or 0
    number      <column>, a double; a whole one a bigint, and <column>_outward, the same rounded away from zero
    amount      received_<column>, a decimal, <column>_currency, that of its currency mark, and is_<column>_ambiguous, whether
                the other decimal mark would make it another number
    partition   has_other_<column>: whether the line says that it belongs to another date
  All are NULL when missing, invalid or unknown.
#}
{% macro steps_of(feed, column) %}
    {%- set entry = column_book(feed)[column] -%}
    {%- set readers = {
        'email': read_email, 'timestamp': read_timestamp, 'category': read_category,
        'number': read_number, 'amount': read_amount, 'partition': read_partition,
    } -%}
    {{ return(readers[entry.kind](feed, column, entry) if entry.kind in readers else {}) }}
{% endmacro %}

{#
  What the columns of a feed give besides their own names: to rules, on the way there, and to quarantine. Without its SQL,
  so that it can be asked before a run begins.
#}
{% macro names_given(feed) %}
    {%- set found = [] -%}
    {%- for column, entry in column_book(feed).items() -%}
        {%- set of_kind = {
            'timestamp': ['{}_form', '{}_parts', '{}_text', '{}_instant', '{}_utc'],
            'category': ['{}_name'] + (['{}_sign'] if entry.category == 'order_status' else []),
            'number': ['{}_text'] + (['{}_plain', '{}_outward'] if entry.whole else []),
            'amount': [
                '{}_plain', '{}_digits', '{}_mark_text', '{}_mark_behind_text', '{}_text', '{}_mark', '{}_mark_behind',
                'unmarked_{}', 'is_{}_ambiguous', 'received_{}', '{}_currency',
            ],
            'partition': ['other_{}_form', 'other_{}_parts', 'other_{}_text', 'has_other_{}'],
        } -%}
        {%- set names = of_kind.get(entry.kind, []) + ['{}_raw', '{}_trimmed'] + ([] if is_text_kind(entry.kind) else ['{}_value']) -%}
        {%- for name in names %}{% do found.append(name.replace('{}', column)) %}{% endfor -%}
        {%- if entry.kind not in ['partition', 'timestamp'] %}{% do found.append(name_of_read(column, entry)) %}{% endif -%}
    {%- endfor -%}
    {{ return(found) }}
{% endmacro %}

{#
  The kinds of columns: `is_text` where the value is the text, under the column's own name; `words`, what an entry says
  besides its kind and `required`, and whether it has to. A literal of Jinja that is YAML too.
#}
{% macro kinds() %}
{% set kinds = {
    'id': {'is_text': true},
    'reference': {'is_text': true, 'words': {'feed': true}},
    'text': {'is_text': true},
    'email': {},
    'timestamp': {},
    'category': {'words': {'category': true}},
    'number': {'words': {'whole': false}},
    'amount': {'words': {'currency': true}},
    'partition': {}
} %}
{{ return(kinds) }}
{% endmacro %}

{# True for a kind of column whose value is its text, under its own name. #}
{% macro is_text_kind(kind) %}{{ return(kinds()[kind].is_text is true) }}{% endmacro %}

{# The steps of an e-mail address. #}
{% macro read_email(feed, column, entry) %}
    {%- set value = column ~ '_value' -%}
    {{ return({'typed': {column: 'case when ' ~ is_email(value) ~ ' then ' ~ lower_case(value) ~ ' end'}}) }}
{% endmacro %}

{# The steps of a timestamp. #}
{% macro read_timestamp(feed, column, entry) %}
    {{ return({
        'matched': {column ~ '_form': feed_timestamp_form(feed, column ~ '_value')},
        'cut': {column ~ '_parts': timestamp_parts(column ~ '_form')},
        'spelled': {column ~ '_text': timestamp_text(column ~ '_form', column ~ '_parts')},
        'typed': {column ~ '_instant': instant(column ~ '_text', feed_setting(feed, 'naive_timezone'))},
        'parsed': {column ~ '_utc': utc_timestamp(column ~ '_instant')},
    }) }}
{% endmacro %}

{# timestamp_form() as the feed book has it for a feed. #}
{% macro feed_timestamp_form(feed, value) %}
    {{ return(timestamp_form(value, feed_setting(feed, 'date_order'), feed_setting(feed, 'two_digit_years'), feed_setting(feed, 'time_formats'))) }}
{% endmacro %}

{# The steps of a category: a few names are looked up in a list, many in a seed of their own. #}
{% macro read_category(feed, column, entry) %}
    {%- set name, seed = column ~ '_name', large_vocabularies().get(entry.category) -%}
    {%- set matched = {name: (currency_name if entry.category == 'currency' else category_name)(column ~ '_value', 'has_odd_blanks')} -%}
    {%- if not seed -%}
        {%- set typed = {column: named_value(entry.category, name)} -%}
        {%- if entry.category == 'order_status' %}{% do typed.update({column ~ '_sign': named_value(entry.category, name, 'sign')}) %}{% endif -%}
        {{ return({'matched': matched, 'typed': typed}) }}
    {%- endif -%}
    {%- set code = column ~ '_names.code' -%}
    {%- if entry.category == 'currency' %}{% set code = currency_of_a_name(feed, 'typed.' ~ name, column ~ '_names') %}{% endif -%}
    {{ return({'matched': matched, 'joined': {column: [seed, column ~ '_names', name, code]}}) }}
{% endmacro %}

{# The categories with a seed of their own; the names of all others are in category_names. #}
{% macro large_vocabularies() %}{{ return({'country': 'country_names', 'currency': 'currency_names'}) }}{% endmacro %}

{# The steps of a number: a whole one to the digit, with what tells on which side of a limit it was before it was rounded. #}
{% macro read_number(feed, column, entry) %}
    {%- set matched = {column ~ '_text': number_text(column ~ '_value', feed_setting(feed, 'decimal_mark'))} -%}
    {%- if not entry.whole -%}
        {{ return({'matched': matched, 'typed': {column: finite_double(column ~ '_text')}}) }}
    {%- endif -%}
    {{ return({
        'matched': matched,
        'spelled': {column ~ '_plain': plain_number(column ~ '_text')},
        'typed': {column: whole_number(column ~ '_plain'), column ~ '_outward': outward_number(column ~ '_plain')},
    }) }}
{% endmacro %}

{#
  The steps of an amount: a mark that no currency has makes it no amount, and so do two marks that no currency has both of.
  Its currency is the row's where its marks may stand for that.
#}
{% macro read_amount(feed, column, entry) %}
    {%- set value, plain, digits, decimal_mark = column ~ '_value', column ~ '_plain', column ~ '_digits', feed_setting(feed, 'decimal_mark') -%}
    {%- set mark, behind, marks, marks_behind = column ~ '_mark', column ~ '_mark_behind', column ~ '_marks', column ~ '_marks_behind' -%}
    {%- set own = steps_of(feed, entry.currency).get('joined', {}).get(entry.currency, [none, none, none, 'typed.' ~ entry.currency])[3] -%}
    {%- set received = 'case when ' ~ marks_agree('typed.' ~ mark, marks, 'typed.' ~ behind, marks_behind) ~ ' then typed.unmarked_' ~ column ~ ' end' -%}
    {%- set currency = currency_of_marks(own, 'typed.' ~ mark, marks, 'typed.' ~ behind, marks_behind) -%}
    {{ return({
        'matched': {plain: number_text(value, decimal_mark)},
        'cut': {
            digits: amount_digits(value, plain),
            mark ~ '_text': amount_mark(value, 'before', plain),
            behind ~ '_text': amount_mark(value, 'behind', plain),
        },
        'spelled': {
            column ~ '_text': 'coalesce(' ~ plain ~ ', ' ~ number_text(digits, decimal_mark) ~ ')',
            'is_' ~ column ~ '_ambiguous': is_ambiguous_number(digits) if decimal_mark == 'auto' else 'false',
            mark: currency_name(mark ~ '_text', 'has_odd_blanks'),
            behind: currency_name(behind ~ '_text', 'has_odd_blanks'),
        },
        'typed': {'unmarked_' ~ column: amount(column ~ '_text')},
        'joined': {
            'received_' ~ column: ['currency_names', marks, mark, received],
            column ~ '_currency': ['currency_names', marks_behind, behind, currency],
        },
    }) }}
{% endmacro %}

{#
  The steps of the line's own name of its partition. It is a label: without a zone it is a day of the feed's day_zone,
  whatever its naive_timezone.
#}
{% macro read_partition(feed, column, entry) %}
    {%- set value = column ~ '_value' -%}
    {%- set form, parts = 'other_' ~ column ~ '_form', 'other_' ~ column ~ '_parts' -%}
    {%- set other_time = instant('other_' ~ column ~ '_text', feed_setting(feed, 'day_zone')) -%}
    {%- set other = 'cast(' ~ day_time(feed, other_time) ~ ' as date)' -%}
    {{ return({
        'matched': {form: 'case when ' ~ value ~ ' <> partition_date then ' ~ feed_timestamp_form(feed, value) ~ ' end'},
        'cut': {parts: timestamp_parts(form)},
        'spelled': {'other_' ~ column ~ '_text': timestamp_text(form, parts)},
        'typed': {'has_other_' ~ column: 'coalesce(' ~ value ~ ' <> partition_date and ' ~ other ~ ' is distinct from ingest_date, false)'},
    }) }}
{% endmacro %}

{# The type of what is read of a column. #}
{% macro read_type(entry) %}
    {%- set number = 'bigint' if entry.whole else 'double' -%}
    {{ return({'timestamp': 'timestamp', 'number': number, 'amount': 'decimal(18, 4)'}.get(entry.kind, 'varchar')) }}
{% endmacro %}
