{# How the files of each feed are written, by feed, as scripts/sluice/files/records.py takes it. #}
{% macro readings() %}
    {%- set found = {} -%}
    {%- for feed in feeds() %}{% do found.update({feed: {'max_record_lines': setting('max_record_lines')}}) %}{% endfor -%}
    {{ return(found) }}
{% endmacro %}
