{#
  The quarantine table of a feed, as a query: the lines of this run that are not in clean, as received and as read, with
  the reasons why.
#}
{% macro quarantined_rows(feed) -%}
with lines as (
    {{ lines_not_in_clean(feed) | indent(4) }}
),

{{ parse(feed) }},

{{ check_lines(feed) }}

select
    ingest_date,

    -- lineage
    source_file,
    line_number,
    raw_line,

    -- as received
    {{ received_columns(feed) | indent(4) }}

    -- as read
    {{ read_columns(feed) | indent(4) }}

    -- why
    {{ broken_rules(feed, 'reject', 'is_rejected') | indent(4) }} as reject_reason,
    {{ broken_rules(feed, 'warn', 'is_warned') | indent(4) }} as warnings,

    -- what was decided about it
    is_corrected as corrected,
    is_waived as waived,
from checked
{%- endmacro %}

{# The columns of quarantine with a feed's received text, for a select list. #}
{% macro received_columns(feed) -%}
    {%- for column in feed_columns(feed) %}
    {{- column }}_raw{{ ' as ' ~ column if column not in columns_of_kind(feed, 'partition') }},
    {% endfor -%}
{%- endmacro %}

{# The columns of quarantine with a feed's values as they were read, for a select list: `<column>_read`, of a time `<column>_utc`. #}
{% macro read_columns(feed) -%}
    {%- for column, entry in column_book(feed).items() if entry.kind != 'partition' %}
    {%- set name = name_of_read(column, entry) %}
    {{- name if entry.kind == 'timestamp' else ('received_' if entry.kind == 'amount' else '') ~ column ~ ' as ' ~ name }},
    {% endfor -%}
{%- endmacro %}

{# The name of what was read of a column, in quarantine. #}
{% macro name_of_read(column, entry) %}{{ return(column ~ ('_utc' if entry.kind == 'timestamp' else '_read')) }}{% endmacro %}
