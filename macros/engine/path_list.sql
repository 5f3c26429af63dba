{# Paths as SQL of what matches just these files: a list of glob patterns, or on Spark a list of relations. #}
{% macro path_list(paths) %}{{ return(adapter.dispatch('path_list')(paths)) }}{% endmacro %}

{% macro duckdb__path_list(paths) -%}
    {%- set patterns = [] -%}
    {%- for path in paths %}{% do patterns.append(sql_text(modules.re.sub('([*?[])', '[\\1]', path))) %}{% endfor -%}
    {{ return('[' ~ patterns | join(', ') ~ ']') }}
{%- endmacro %}

{#- One pattern per folder, as Spark takes no pattern that begins with a brace. #}
{% macro spark__path_list(paths) -%}
    {%- set names_by_folder, patterns = {}, [] -%}
    {%- for path in paths -%}
        {%- set name = read_name(path) -%}
        {%- do names_by_folder.setdefault(path[:-(name | length)], []).append(name) -%}
    {%- endfor -%}
    {%- for folder, names in names_by_folder.items() -%}
        {%- set folder_pattern = modules.re.sub('([][*?{},\\\\])', '\\\\\\1', folder) -%}
        {%- do patterns.append('text.`' ~ (folder_pattern ~ '{' ~ names | join(',') ~ '}').replace('`', '``') ~ '`') -%}
    {%- endfor -%}
    {{ return(patterns) }}
{%- endmacro %}

{# The end of a path to read that tells the file from all others of its run. #}
{% macro read_name(path) %}{{ return(modules.re.search('(ingest_date=[^/]*/)?[^/]*$', path).group()) }}{% endmacro %}
