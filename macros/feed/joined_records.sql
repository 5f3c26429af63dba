{# The text of a line of a feed's marked copy, without its mark: see scripts/sluice/files/joined_records.py. #}
{% macro copied_text(feed, line) -%}
    {%- set text = 'substr(' ~ line ~ ', 2)' -%}
    {{ return(joined_text(text) if feed_setting(feed, 'multiline') else text) }}
{%- endmacro %}

{# A record of several lines as it was, from one line of a marked copy. #}
{% macro joined_text(line) -%}
    replace(replace({{ line }}, chr(92) || 'n', chr(10)), chr(92) || '-', chr(92))
{%- endmacro %}

{# Sums up how many data lines a feed's texts have besides their first ones: those of a record that are not empty. #}
{% macro further_lines(feed, text) %}
    {{ return('cast(' ~ ('sum(' ~ lines_behind_first(text) ~ ')' if feed_setting(feed, 'multiline') else '0') ~ ' as bigint)') }}
{% endmacro %}

{# How many lines that are not empty a text has behind its first one. #}
{% macro lines_behind_first(text) -%}
    case
        when contains({{ text }}, chr(10))
            then {{ list_length(filtered(split_text(text, 'chr(10)'), 'line', "line <> ''")) }} - 1
        else 0
    end
{%- endmacro %}
