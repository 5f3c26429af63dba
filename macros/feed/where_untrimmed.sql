{#
  A test of a text for white space that has to go, made only where a file has any: `is_trimmed` is its file's. A correction
  may bring some.
#}
{% macro where_untrimmed(feed, test, text) -%}
    {%- set whole_test = '(' ~ test ~ ' or contains(' ~ text ~ ', chr(10)))' if feed_setting(feed, 'multiline') else test -%}
    {%- if has_corrections(feed) -%}
    {{ whole_test }}
    {%- else -%}
    case when is_trimmed then false else {{ whole_test }} end
    {%- endif -%}
{%- endmacro %}
