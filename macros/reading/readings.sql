{# How the files of each feed are written, by feed: what its entry says of it, as scripts/sluice/files/records.py takes it. #}
{% macro readings() %}
    {%- set found = {} -%}
    {%- for feed in feeds() %}
        {%- set quoting = quoting_of(feed) -%}
        {%- set words = {
            'max_record_lines': setting('max_record_lines'),
            'is_escaped': quoting.is_escaped,
            'is_literal': quoting.is_literal,
        } -%}
        {%- for word in ['encoding', 'skip_lines', 'pad_short_lines', 'multiline', 'folders'] if word in feed_entry(feed) %}{% do words.update({word: feed_entry(feed)[word]}) %}{% endfor -%}
        {%- do found.update({feed: words}) -%}
    {%- endfor -%}
    {{ return(found) }}
{% endmacro %}
