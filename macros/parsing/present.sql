{#
  A trimmed value, or NULL when it says that there is none, in one of the usual words or in `more`. In countries, NA is
  Namibia unless it is one of these. Looks at the length in bytes first: most values are longer than any word for nothing.
#}
{% macro present(trimmed, is_country=false, more=[]) -%}
    {%- set words, longest = ['', 'null', 'none', 'nil', 'nan', 'n/a', '-', '\\n'] + ([] if is_country else ['na']), [4] -%}
    {%- for word in more -%}
        {%- do words.append(word | trim | lower) -%}
        {%- do longest.append((word | lower).encode('utf-8') | length) -%}
    {%- endfor -%}
    case
        when bit_length({{ trimmed }}) > {{ 8 * longest | max }} then {{ trimmed }}
        when not {{ list_has(text_list(words), lower_case(trimmed)) }} then {{ trimmed }}
    end
{%- endmacro %}
