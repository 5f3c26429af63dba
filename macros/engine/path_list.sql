{# Paths as an SQL list of glob patterns that match just these files. #}
{% macro path_list(paths) -%}
    {%- set patterns = [] -%}
    {%- for path in paths %}{% do patterns.append(sql_text(modules.re.sub('([*?[])', '[\\1]', path))) %}{% endfor -%}
    {{ return('[' ~ patterns | join(', ') ~ ']') }}
{%- endmacro %}
