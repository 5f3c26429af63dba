with files as (
    select * from {{ source('raw', 'run_files') }}
),

headers as (
    select
        *,
        {{ header_delimiter('header') }} as delimiter,
    from files
),

called as (
    select
        *,
        {{ header_names('header', 'delimiter') }} as received_names,
    from headers
),

named as (
    select
        *,
        {{ names_of_columns('received_names') }} as column_names,
        case feed
            {%- for feed in feeds() %}
            when {{ sql_text(feed) }} then {{ text_list(feed_columns(feed)) }}
            {%- endfor %}
        end as feed_columns,
        case feed
            {%- for feed in feeds() %}
            when {{ sql_text(feed) }} then {{ text_list(required_columns(feed)) }}
            {%- endfor %}
        end as required_columns,
    from called
)

select
    ingest_date,
    feed,
    source_file,

    -- how to read it
    is_marked_copy,
    has_nul,
    is_trimmed,
    data_lines,
    checksum,

    -- what its header says
    header,
    delimiter,
    {{ list_length('column_names') }} as column_count,
    {{ header_positions('column_names', 'feed_columns') }} as column_positions,
    {{ missing_columns('column_names', 'required_columns') }} as missing_columns,
    {{ unexpected_columns('column_names', 'feed_columns') }} as unexpected_columns,
    {{ repeated_columns('received_names', 'column_names', 'required_columns') }} as repeated_columns,
from named
