{# A value as a field of a delimited line. #}
{% macro quoted_field(value, delimiter) -%}
    case
        when contains({{ value }}, '"') or contains({{ value }}, {{ delimiter }})
            then '"' || replace({{ value }}, '"', '""') || '"'
        else {{ value }}
    end
{%- endmacro %}
