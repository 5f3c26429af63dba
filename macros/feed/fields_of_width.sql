{# True where a line of a feed has as many of `all_fields` as its header has names, or fewer if it may be short. #}
{% macro has_width(feed) %}
    {{ return(list_length('all_fields') ~ (' <=' if feed_setting(feed, 'pad_short_lines') else ' =') ~ ' column_count') }}
{% endmacro %}

{# The fields of a line that has_width(): what a short one lacks is empty. #}
{% macro fields_of_width(feed) %}
    {{ return(padded_list('all_fields', 'column_count') if feed_setting(feed, 'pad_short_lines') else 'all_fields') }}
{% endmacro %}

{# The id in a line, by its position, at little cost where lines must be whole; a short one may have none. #}
{% macro id_of_line(feed, line, delimiter, position) %}
    {%- set is_whole = not feed_setting(feed, 'pad_short_lines') -%}
    {{ return(one_field(line, delimiter, position, quoting_of(feed)) if is_whole else 'coalesce(' ~ nth(split_fields(line, delimiter, quoting_of(feed)), position) ~ ", '')") }}
{% endmacro %}

{#
  One field of a line, by its position from 1. The first one of a well-formed line without quotes needs no split; what a
  malformed line gives means nothing.
#}
{% macro one_field(line, delimiter, position, quoting={}) -%}
    case
        when {{ position }} = 1 and contains({{ line }}, {{ delimiter }}) and not contains({{ line }}, '"')
            then left({{ line }}, instr({{ line }}, {{ delimiter }}) - 1)
        else {{ nth(split_fields(line, delimiter, quoting), position) }}
    end
{%- endmacro %}
