{# The columns that every clean table ends with, for a select list of check_lines(feed). #}
{% macro common_columns(feed) -%}
-- quality
{{ broken_rules(feed, 'warn', 'is_warned') }} as warnings,

-- lineage
source_file,
line_number,
ingest_date_value is not null as names_its_date,

-- what was decided about it
is_corrected as corrected,
case when is_corrected then raw_line end as received_line,
{%- endmacro %}
