select
    n,
    names,
    {{ header_positions('names', text_list(['id', 'b', 'ingest_date'])) }} as positions,
    {{ missing_columns('names', text_list(['id', 'b', 'ingest_date'])) }} as missing,
    {{ unexpected_columns('names', text_list(['id', 'b', 'ingest_date'])) }} as unexpected,
from (
    select n, {{ header_names('text', 'delimiter') }} as names
    from (select *, {{ header_delimiter('text') }} as delimiter from headers)
)
