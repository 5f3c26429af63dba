{# The characters that count as white space around a value: space, tab, LF, vertical tab, form feed, CR, no-break space. #}
{% macro blanks() %}{{ return("' ' || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(160)") }}{% endmacro %}

{# Text with every run of white space inside as one blank. #}
{% macro folded(text) %}
    {{ return(by_engine(
        duckdb="regexp_replace(" ~ text ~ ", '[ \\t\\n\\x0b\\f\\r\\x{00a0}]+', ' ', 'g')",
        spark="regexp_replace(" ~ text ~ ", r'[ \\t\\n\\x0b\\f\\r\\x{00a0}]+', ' ')",
    )) }}
{% endmacro %}
