{# A value as a field of a delimited line. #}
{% macro quoted_field(value, delimiter, quoting={}) -%}
    case
        when contains({{ value }}, '"') or contains({{ value }}, {{ delimiter }}) or contains({{ value }}, chr(10))
            then '"' || replace({{ 'replace(' ~ value ~ ', chr(92), chr(92) || chr(92))' if quoting.is_escaped else value }}, '"', '""') || '"'
        else {{ value }}
    end
{%- endmacro %}
