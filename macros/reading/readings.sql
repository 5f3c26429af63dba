{# How the files of each feed are written, by feed, as scripts/sluice/files/records.py takes it. #}
{% macro readings() %}
    {%- set found = {} -%}
    {%- for feed in feeds() %}
        {%- set quoting = quoting_of(feed) -%}
        {%- do found.update({feed: {
            'max_record_lines': setting('max_record_lines'),
            'is_escaped': quoting.is_escaped,
            'is_literal': quoting.is_literal,
        }}) -%}
    {%- endfor -%}
    {{ return(found) }}
{% endmacro %}
