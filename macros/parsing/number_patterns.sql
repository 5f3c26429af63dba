{#
  The accepted spellings of an unsigned number, as records of pattern and the SQL that makes it plain. `mark` is what
  stands before decimals: a dot, a comma, or auto, a dot or a comma before one or two digits.
#}
{% macro number_patterns(mark='auto') %}
    {%- set groups = ',' if mark == '.' else '.' -%}
    {%- if mark != 'auto' -%}
        {{ return([
            {'pattern': '(?:\\d+(?:[@]\\d*)?|[@]\\d+)(?:[eE][+-]?\\d+)?'.replace('@', mark), 'plain': "replace({}, '" ~ mark ~ "', '.')"},
            {
                'pattern': '[1-9]\\d{0,2}(?:[#]\\d{3})+(?:[@]\\d+)?'.replace('@', mark).replace('#', groups),
                'plain': "replace(replace({}, '" ~ groups ~ "', ''), '" ~ mark ~ "', '.')",
            },
        ]) }}
    {%- endif -%}
    {{ return([
        {'pattern': '(?:\\d+(?:[.]\\d*)?|[.]\\d+)(?:[eE][+-]?\\d+)?', 'plain': "{}"},
        {'pattern': '[1-9]\\d{0,2}(?:,\\d{3})+(?:[.]\\d+)?', 'plain': "replace({}, ',', '')"},
        {'pattern': '\\d+,\\d{1,2}', 'plain': "replace({}, ',', '.')"},
        {'pattern': '[1-9]\\d{0,2}(?:[.]\\d{3})+,\\d{1,2}', 'plain': "replace(replace({}, '.', ''), ',', '.')"},
    ]) }}
{% endmacro %}
