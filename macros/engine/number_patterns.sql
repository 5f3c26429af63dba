{# The accepted spellings of an unsigned number, as records of pattern and the SQL that makes it plain. #}
{% macro number_patterns() %}
    {{ return([
        {'pattern': '(?:\\d+(?:[.]\\d*)?|[.]\\d+)(?:[eE][+-]?\\d+)?', 'plain': "{}"},
        {'pattern': '[1-9]\\d{0,2}(?:,\\d{3})+(?:[.]\\d+)?', 'plain': "replace({}, ',', '')"},
        {'pattern': '\\d+,\\d{1,2}', 'plain': "replace({}, ',', '.')"},
        {'pattern': '[1-9]\\d{0,2}(?:[.]\\d{3})+,\\d{1,2}', 'plain': "replace(replace({}, '.', ''), ',', '.')"},
    ]) }}
{% endmacro %}
