{# What every line has besides its columns, in a table, on its way to one, or in a file of corrections. #}
{% macro names_of_lines() %}
    {{ return([
        'all_fields', 'best_line_number', 'best_source_file', 'column_count', 'column_positions', 'copy_number',
        'corrected', 'corrected_by', 'fields', 'file_number', 'first_rowid', 'flaw', 'has_odd_blanks',
        'has_other_reason', 'id_hash', 'id_raw', 'is_acceptable', 'is_column_missing', 'is_competing', 'is_corrected',
        'is_id_duplicate', 'is_known_customer', 'is_later_arrival', 'is_malformed', 'is_marked_copy',
        'is_of_this_run', 'is_rejected', 'is_repeated_id', 'is_row_duplicate', 'is_trimmed', 'is_waived', 'is_warned',
        'line', 'line_fingerprint', 'line_id', 'line_number', 'names_its_date', 'note', 'original_line_number',
        'original_source_file', 'partition_date', 'place', 'previous', 'previous_ingest_date', 'raw_line',
        'received_line', 'reject_reason', 'rowid', 'source_file', 'waive', 'waived', 'warning_count', 'warnings',
        'winner_ingest_date', 'winner_line_number', 'winner_source_file',
    ]) }}
{% endmacro %}
