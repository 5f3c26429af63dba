{# How the files of each feed are written, by feed: its entry in the feed book, of which scripts/sluice/files/records.py takes what it needs. #}
{% macro readings() %}
    {%- set found = {} -%}
    {%- for feed in feeds() -%}
        {%- do found.update({feed: dict(feed_entry(feed), max_record_lines=setting('max_record_lines'))}) -%}
    {%- endfor -%}
    {{ return(found) }}
{% endmacro %}
