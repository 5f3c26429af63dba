{# A test for white space that has to go, made only where a file has any: `is_trimmed` is its file's. A correction may bring some. #}
{% macro where_untrimmed(feed, test) -%}
    {%- if has_corrections(feed) -%}
    {{ test }}
    {%- else -%}
    case when is_trimmed then false else {{ test }} end
    {%- endif -%}
{%- endmacro %}
