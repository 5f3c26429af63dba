{#
  What the models of a feed declare otherwise than the feed book has it, a sentence each: a column that only one of them
  knows, or as which it isn't read. Models of no feed never get here: see feed_entry() and check_models() in sluice/books.py.
#}
{% macro model_faults() %}
    {%- set faults = [] -%}
    {%- for feed in feeds() -%}
        {%- set name, columns = 'quarantine_' ~ feed, column_book(feed) -%}
        {%- set declared = (graph.nodes.get('model.' ~ project_name ~ '.' ~ name) or {}).get('columns', {}) -%}
        {%- if not declared %}{% do faults.append('feeds: ' ~ feed ~ ' has no model ' ~ name ~ ' with columns.') %}{% endif -%}
        {%- for column, entry in columns.items() if declared and entry.kind != 'partition' -%}
            {%- set read, type = name_of_read(column, entry), read_type(entry) | replace(' ', '') -%}
            {%- set has = (declared[read].data_type or '') | replace(' ', '') if read in declared else '' -%}
            {%- if column not in declared or has != type -%}
                {%- do faults.append('feeds: ' ~ feed ~ '.columns: ' ~ column ~ ' is a column of ' ~ name ~ ', and ' ~ read ~ ' one of type ' ~ type ~ '; its model declares them otherwise.') -%}
            {%- endif -%}
        {%- endfor -%}
        {%- for column in declared if column.endswith('_read') and column[:-5] not in columns -%}
            {%- do faults.append('feeds: ' ~ feed ~ '.columns lacks ' ~ column[:-5] ~ ', which ' ~ name ~ ' declares.') -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(faults) }}
{% endmacro %}
