{# timestamp_form() of the line's own ingest_date, only where it isn't simply the partition's. #}
{% macro other_ingest_date_form(feed) -%}
    case
        when ingest_date_value <> partition_date
            then {{ timestamp_form('ingest_date_value', setting('date_order')[feed]) }}
    end
{%- endmacro %}

{# True when the line names an ingest_date that isn't its partition's, or can't be read. It is a label: without a zone it is in UTC, whatever the feed's naive_timezone. #}
{% macro has_other_ingest_date() -%}
    coalesce(
        ingest_date_value <> partition_date
        and cast({{ utc_timestamp('other_ingest_date_text') }} as date)
        is distinct from ingest_date,
        false
    )
{%- endmacro %}
