{#
  Columns of some files for a person: per file that has any their names, the file and its share of the lines.
  NULL when no file has any. A query needs `file_name`, `data_lines` and `all_lines` as columns.
#}
{% macro columns_by_file(columns) -%}
    {%- set names = transformed(columns, 'name', "case when name = '' then 'without a name' else name end") -%}
    nullif({{ joined_list(
        collected_present(
            "case when " ~ list_length(columns) ~ " > 0 then " ~ joined_list(names, ', ') ~ " || ' in ' || file_name || ' ('"
            ~ " || " ~ grouped('data_lines') ~ " || ' of ' || " ~ counted('all_lines', 'line') ~ " || ')' end",
            'source_file'
        ),
        '; '
    ) }}, '')
{%- endmacro %}
