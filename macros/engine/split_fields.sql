{#
  A line's fields, unquoted, as a list; NULL where a quote in it is not part of a well-formed quoted
  field (RFC 4180, on one line), or as `quoting` has it, see quoting_of(). Lines without quotes, and lines with every field quoted and no quote
  inside, need no regular expression.
#}
{% macro split_fields(line, delimiter, quoting={}) %}{{ return(adapter.dispatch('split_fields')(line, delimiter, quoting)) }}{% endmacro %}

{# How quotes are written in a feed's files: whether a backslash escapes one, and whether one inside an unquoted field is a character. #}
{% macro quoting_of(feed) %}
    {{ return({
        'is_escaped': feed_setting(feed, 'escape') == 'backslash',
        'is_literal': feed_setting(feed, 'literal_quotes') is true,
    }) }}
{% endmacro %}

{% macro duckdb__split_fields(line, delimiter, quoting={}) -%}
    {%- set inside = '(?:[^"\\\\]|""|\\\\.)*' if quoting.is_escaped else '(?:[^"]|"")*' -%}
    case
        when not contains({{ line }}, '"') then str_split({{ line }}, {{ delimiter }})
        when
            starts_with({{ line }}, '"') and ends_with({{ line }}, '"')
            {{- ' and not contains(' ~ line ~ ', chr(92))' if quoting.is_escaped }}
            and strlen({{ line }}) - strlen(replace({{ line }}, '"', ''))
            = 2 * len(str_split({{ line }}[2:-2], '"' || {{ delimiter }} || '"'))
            then str_split({{ line }}[2:-2], '"' || {{ delimiter }} || '"')
        {%- for delimiter_text, character in [("','", ','), ("';'", ';'), ('chr(9)', '\\t'), ("'|'", '|')] %}
        {%- set unquoted = '(?:[^"' ~ character ~ '][^' ~ character ~ ']*)?' if quoting.is_literal else '[^"' ~ character ~ ']*' %}
        {%- set field = '(?:"' ~ inside ~ '"|' ~ unquoted ~ ')' %}
        when
            {{ delimiter }} = {{ delimiter_text }}
            and regexp_full_match({{ line }}, '{{ field }}(?:[{{ character }}]{{ field }})*', 's')
            then list_transform(
                regexp_extract_all({{ delimiter_text }} || {{ line }}, '[{{ character }}]({{ field }})', 1, 's'),
                lambda field: case
                    when starts_with(field, '"') then {{ "regexp_replace(field[2:-2], '[\"\\\\]([\"\\\\])', '\\1', 'g')" if quoting.is_escaped else "replace(field[2:-2], '\"\"', '\"')" }} else field
                end
            )
        {%- endfor %}
    end
{%- endmacro %}

{#
  Every repetition is possessive: Java's would go as deep as the line is long, and a field of a line can
  be read in one way only.
#}
{% macro spark__split_fields(line, delimiter, quoting={}) -%}
    {%- set quoted = '[^"\\\\]*+(?:(?:""|\\\\[\\s\\S])[^"\\\\]*+)*+' if quoting.is_escaped else '[^"]*+(?:""[^"]*+)*+' -%}
    {%- set inside = 'substr(' ~ line ~ ', 2, length(' ~ line ~ ') - 2)' -%}
    {%- set inside_fields = 'split(' ~ inside ~ ", '\"' || chr(92) || " ~ delimiter ~ " || '\"')" -%}
    case
        when not contains({{ line }}, '"') then {{ split_text(line, delimiter) }}
        when
            startswith({{ line }}, '"') and endswith({{ line }}, '"')
            {{- ' and not contains(' ~ line ~ ', chr(92))' if quoting.is_escaped }}
            and length({{ line }}) - length(replace({{ line }}, '"', ''))
            = 2 * size({{ inside_fields }})
            then {{ inside_fields }}
        {%- for delimiter_text, character in [("','", ','), ("';'", ';'), ('chr(9)', '\\t'), ("'|'", '|')] %}
        {%- set unquoted = '(?:[^"' ~ character ~ '][^' ~ character ~ ']*+)?+' if quoting.is_literal else '[^"' ~ character ~ ']*+' %}
        {%- set field = '(?:"' ~ quoted ~ '"|' ~ unquoted ~ ')' %}
        when
            {{ delimiter }} = {{ delimiter_text }}
            and regexp_like({{ line }}, r'\A{{ field }}(?:[{{ character }}]{{ field }})*+\z')
            then transform(
                regexp_extract_all({{ delimiter_text }} || {{ line }}, r'[{{ character }}]({{ field }})', 1),
                field -> case
                    when startswith(field, '"') then {{ "regexp_replace(substr(field, 2, length(field) - 2), r'[\"\\\\]([\"\\\\])', '$1')" if quoting.is_escaped else "replace(substr(field, 2, length(field) - 2), '\"\"', '\"')" }} else field
                end
            )
        {%- endfor %}
    end
{%- endmacro %}
