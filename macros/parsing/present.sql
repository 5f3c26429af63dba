{#
  A trimmed value, or NULL when it says that there is none. In countries, NA is Namibia.
  Looks at the length in bytes first: most values are longer than any word for nothing.
#}
{% macro present(trimmed, is_country=false) -%}
    {%- set words = ['', 'null', 'none', 'nil', 'nan', 'n/a', '-', '\\n'] + ([] if is_country else ['na']) -%}
    case
        when bit_length({{ trimmed }}) > 32 then {{ trimmed }}
        when not {{ list_has(text_list(words), lower_case(trimmed)) }} then {{ trimmed }}
    end
{%- endmacro %}
