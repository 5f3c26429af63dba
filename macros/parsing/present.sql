{#
  A trimmed value, or NULL when it says that there is none. In countries, NA is Namibia.
  Looks at the length first: most values are longer than any word for nothing.
#}
{% macro present(trimmed, is_country=false) -%}
    {%- set words = ['', 'null', 'none', 'nil', 'nan', 'n/a', '-', '\\n'] + ([] if is_country else ['na']) -%}
    case
        when length({{ trimmed }}) > 4 then {{ trimmed }}
        when not {{ list_has(text_list(words), lower_case(trimmed)) }} then {{ trimmed }}
    end
{%- endmacro %}
