{#
  A subquery of one fingerprint per date of what a feed received but for the partition it names, for the dates in
  the CTE `pairs` alone. Lines are compared by their fields, in whatever order and with whatever delimiter they
  came; malformed ones by their text.
#}
{% macro content_fingerprints(feed) -%}
    {%- set fields = [] -%}
    {%- for column in feed_columns(feed) if column not in columns_of_kind(feed, 'partition') -%}
        {%- do fields.append(trimmed(column ~ '_raw', 'has_odd_blanks')) -%}
    {%- endfor -%}
    select * from (
        with compared as (
            select ingest_date from pairs where dataset = {{ sql_text(feed) }}
            union
            select previous_ingest_date from pairs where dataset = {{ sql_text(feed) }}
        ),

        lines as (
            select
                staged.*,
                staged.raw_line as line,
            from {{ ref('stg_' ~ feed) }} as staged
            inner join compared on staged.ingest_date = compared.ingest_date
        ),

        {{ received_lines(feed, is_of_run=false) | indent(8) }}

        select
            ingest_date,
            {{ sql_text(feed) }} as dataset,
            sum(
                case
                    when is_malformed then {{ row_fingerprint(['raw_line']) }}
                    else {{ row_fingerprint(fields) }}
                end
            ) as fingerprint,
        from received
        group by ingest_date
    )
{%- endmacro %}
