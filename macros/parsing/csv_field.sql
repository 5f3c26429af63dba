{# A text as a field of a comma-separated line: quoted where it must be. #}
{% macro csv_field(text) -%}
    case
        when {{ text }} like '%,%' or {{ text }} like '%"%' then '"' || replace({{ text }}, '"', '""') || '"'
        else {{ text }}
    end
{%- endmacro %}
