{# What is amiss most, `reason` or `warning`, with the first line of it and what it looks like, as the end of a sentence. #}
{% macro most_frequent(kind, likely) -%}
    {%- set lines = kind ~ '_lines' -%}
    {%- set causes = ["when changed_ids is not null then ', most of them ' || changed_ids"] if kind == 'reason' else [] -%}
    {%- for pattern, cause in likely.items() -%}
        {%- do causes.append("when " ~ kind ~ " like '" ~ pattern ~ "' escape '!' then ', as " ~ cause ~ " would do'") -%}
    {%- endfor -%}
    {{ return(
        "'; ' || " ~ (grouped(lines) ~ " || ' for ' || " ~ kind if kind == 'reason' else counted(lines, 'line'))
        ~ " || case " ~ causes | join(' ') ~ " else '' end"
        ~ " || ': `sluice quarantine why ' || " ~ kind ~ "_place || '` shows the first of them'"
    ) }}
{%- endmacro %}
