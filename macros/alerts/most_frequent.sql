{# What is amiss most, `reason` or `warning`, with the first line of it and what it looks like, as the end of a sentence. #}
{% macro most_frequent(kind, likely) -%}
    {%- set lines = kind ~ '_lines' -%}
    {%- set time_rules = [] -%}
    {%- for pattern in ['%!_time!_invalid', '%!_at!_invalid', '%!_in!_future', '%!_late'] -%}
        {%- do time_rules.append(kind ~ " like '" ~ pattern ~ "' escape '!'") -%}
    {%- endfor -%}
    {%- set causes = ["when " ~ kind ~ "_fits_other_order and (" ~ time_rules | join(' or ') ~ ") then ', as days and months in the other order (date_order) would do'"] -%}
    {%- if kind == 'reason' -%}
        {%- do causes.append("when changed_ids is not null then ', most of them ' || changed_ids") -%}
        {%- do causes.append("when reason = 'line_malformed' and " ~ malformed_cause() ~ " is not null then ': ' || " ~ malformed_cause()) -%}
    {%- endif -%}
    {%- for pattern, cause in likely.items() -%}
        {%- do causes.append("when " ~ kind ~ " like '" ~ pattern ~ "' escape '!' then ', as " ~ cause ~ " would do'") -%}
    {%- endfor -%}
    {{ return(
        "'; ' || " ~ (grouped(lines) ~ " || ' for ' || " ~ kind if kind == 'reason' else counted(lines, 'line'))
        ~ " || case " ~ causes | join(' ') ~ " else '' end"
        ~ " || ': `sluice quarantine why ' || " ~ kind ~ "_place || '` shows the first of them'"
    ) }}
{%- endmacro %}

{# What most malformed lines of a feed have in common, where that is plain, and what to do about it; NULL otherwise. #}
{% macro malformed_cause() -%}
    case
        when lines_in_quotes > 0 and 2 * lines_in_quotes >= malformed_lines
            then {{ grouped('lines_in_quotes') }} || ' of them stand inside a quoted field of an earlier line, write multiline: true for the feed if its notes have line breaks'
        when undecoded_lines > 0 and 2 * undecoded_lines >= malformed_lines
            then {{ grouped('undecoded_lines') }} || ' of them hold bytes that are none of the file''s encoding, write encoding: for the feed if it is another one'
    end
{%- endmacro %}
