{#
  CTEs from `known` to `placed`: every line's place among the lines of its partition with the same key.
  Exact copies first: all but the first have no place. Of the rest the best line wins: no other reject
  reason, then the fewest warnings, then the latest time, then the first in the files; or, with `keep: last`, the
  last in the files of those that nothing else rejects.
#}
{% macro rank_duplicates(feed) -%}
    {%- set id, time = feed_setting(feed, 'id'), feed_setting(feed, 'time') ~ '_utc' -%}
    {%- set duplicate_rules = ['row_duplicate', id ~ '_duplicate'] -%}
    counted as (
        select
            *,
            row_number() over same_fields as copy_number,
            first_value(source_file) over same_fields as original_source_file,
            first_value(line_number) over same_fields as original_line_number,
            {{ id }} is not null
            and row_number() over (partition by ingest_date, {{ id }} order by source_file, line_number) > 1
            as is_repeated_id,
            {{ any_rule_broken(feed, 'reject', except=duplicate_rules) | indent(12) }} as has_other_reason,
            {{ broken_rule_count(feed, 'warn', except=duplicate_rules) | indent(12) }} as warning_count,
        from known
        where not is_malformed and not is_column_missing
        window same_fields as (
            partition by ingest_date
            {%- for column in feed_columns(feed) %}, {{ column }}_raw{% endfor %}
            order by source_file, line_number
        )
    ),

    competing as (
        select
            *,
            copy_number = 1 and {{ id }} is not null as is_competing,
        from counted
    ),

    placed as (
        select
            *,
            case when is_competing then row_number() over best_first end as place,
            case when is_competing then first_value(source_file) over best_first else original_source_file end
            as best_source_file,
            case when is_competing then first_value(line_number) over best_first else original_line_number end
            as best_line_number,
        from competing
        window best_first as (
            partition by ingest_date, is_competing, {{ key_values(feed) }}
            {%- if feed_setting(feed, 'keep') == 'last' %}
            order by has_other_reason, source_file desc, line_number desc
            {%- else %}
            order by has_other_reason, warning_count, {{ time }} desc nulls last, source_file, line_number
            {%- endif %}
        )
    )
{%- endmacro %}
