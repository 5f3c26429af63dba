{#
  The words of a feed's entry in the feed book, and what each may be.
    id, time        the columns with the feed's id and its business time
    key             the columns that no two clean rows share
    lookback_days   how many days back a repeated key is a duplicate
    across_partitions   whether the first arrival of a key stays within the look-back, or the latest replaces it in the current views
    keep            which line stays of those of a partition with one key: the best, or the last of those that nothing else rejects
    severities      its rules that reject instead of warning, or warn instead of rejecting: {status_missing: warn}
    alerts          its checks that are off, and numbers of its own for the others: {volume_spike: false, max_quarantine_rate: 0.3}
    encoding        what the bytes of its files are in: utf-8, utf-16, cp1252 or latin-1
    skip_lines      how many lines of a file stand before its header, blank ones too
    multiline       whether a quoted field may hold line breaks, so that a record is of several lines
    day_zone        the zone whose clock its day goes by: for hours, for what is late or in the future, for the line's own ingest_date
    folders         whether a folder with a file's name is an alert, or its parts are read as the feed's files: part-*.csv
    date_order, naive_timezone   how 1/2/2025 and a time without a zone are meant
    decimal_mark    what stands before the decimals of numbers: `.`, `,`, or auto, which is a dot, or a comma before one or two digits
    symbols         what a symbol that several currencies share means alone in a currency column: {'$': CAD}
    missing_words   further words for a missing value
    two_digit_years whether years may have two digits: 69 to 99 are 19xx, the others 20xx
    time_formats    further forms of times, strptime patterns that are tried first
    aliases         other names that a header may have for a column: {order_id: [id, 'Order no.']}
    pad_short_lines whether a line with fewer fields than its header lacks the last ones, instead of being malformed
    escape          how a quote inside a quoted field is written: doubled, or as backslash says also behind a backslash
    literal_quotes  whether a quote inside an unquoted field, but not at its beginning, is a character
    is_snapshot     whether a day may well be as the day before
    has_hours       whether a day's hours are looked at
    dimensions      the columns whose values are counted
    distributions   the columns whose percentiles are taken, and the column they are taken by
    columns         every column in the order of the tables: its kind (see macros/feed/kinds.sql) and what that
                    kind needs to know; required: false for one that a header may lack
  Of a word: `columns`, the kinds of column that it may name; or kind and limits as in the variable book. Where the kind
  is `variable`, the variable of that name has them and may stand in for the word. One with a `default` need not be there;
  the default is the strict reading, and what a unit test gets unless it sets the word itself. A literal of Jinja that is YAML too.
#}
{% macro feed_words() %}
{% set words = {
    'id': {'columns': ['id']},
    'key': {'columns': ['id', 'reference', 'text', 'category', 'timestamp', 'number', 'amount']},
    'time': {'columns': ['timestamp']},
    'lookback_days': {'kind': 'variable'},
    'is_snapshot': {'kind': 'switch'},
    'has_hours': {'kind': 'switch'},
    'dimensions': {'columns': ['category']},
    'distributions': {'columns': ['number', 'amount']},
    'columns': {},

    'across_partitions': {'kind': 'choice', 'choices': ['first', 'replace'], 'default': 'first'},
    'keep': {'kind': 'choice', 'choices': ['best', 'last'], 'default': 'best'},
    'severities': {'kind': 'severities', 'default': {}},
    'alerts': {'kind': 'alert settings', 'default': {}},

    'aliases': {'kind': 'aliases', 'default': {}},
    'pad_short_lines': {'kind': 'switch', 'default': false},
    'escape': {'kind': 'choice', 'choices': ['doubled', 'backslash'], 'default': 'doubled'},
    'literal_quotes': {'kind': 'switch', 'default': false},
    'multiline': {'kind': 'switch', 'default': false},
    'folders': {'kind': 'choice', 'choices': ['alert', 'read'], 'default': 'alert'},
    'encoding': {'kind': 'choice', 'choices': ['utf-8', 'utf-16', 'cp1252', 'latin-1'], 'default': 'utf-8'},
    'skip_lines': {'kind': 'whole number', 'at_least': 0, 'at_most': 1000, 'default': 0},

    'date_order': {'kind': 'variable', 'default': 'mdy'},
    'naive_timezone': {'kind': 'variable', 'default': 'UTC'},
    'day_zone': {'kind': 'time zone', 'default': 'UTC'},
    'decimal_mark': {'kind': 'choice', 'choices': ['auto', '.', ','], 'default': 'auto'},
    'symbols': {'kind': 'symbols', 'default': {}},
    'missing_words': {'kind': 'words', 'default': []},
    'two_digit_years': {'kind': 'switch', 'default': false},
    'time_formats': {'kind': 'time formats', 'default': []}
} %}
{{ return(words) }}
{% endmacro %}
