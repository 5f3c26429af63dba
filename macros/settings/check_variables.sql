{#
  Raises a compile error that has a sentence for everything that is wrong with the variables of --vars and of
  dbt_project.yml, before a run changes anything. What is wrong is said by scripts/sluice/faults.
#}
{% macro check_variables() %}
    {%- set given = {} -%}
    {%- for name in variable_book() if var.has_var(name) %}{% do given.update({name: var(name)}) %}{% endfor -%}
    {%- set given = toyaml(given) -%}
    {%- do refuse(python_rows('variable_faults', {'given': given, 'names': names_of_variables()})) -%}
    {%- do refuse(zone_faults()) -%}
    {%- do refuse(python_rows('book_faults', {
        'given': given, 'rules': found_once('rule book', rule_book),
        'taken': names_of_lines(), 'feeds': columns_as_read(),
    })) -%}
{% endmacro %}

{# A compile error with the faults that a relation holds, if any. #}
{% macro refuse(faults) %}
    {%- set found = run_query('select fault from ' ~ faults ~ ' as found where fault is not null').columns[0].values() -%}
    {%- if found %}{{ exceptions.raise_compiler_error(found | join(' ')) }}{% endif -%}
{% endmacro %}

{# The names of all variables that are set. What is under the name of a package is that package's own. #}
{% macro names_of_variables() %}
    {%- set project = (var.packages_for_node() | list)[-1] -%}
    {%- set given = invocation_args_dict.get('vars', {}).keys() | list -%}
    {%- for name, value in project.vars.to_dict().items() -%}
        {%- if value is not mapping or context.get(name) is not mapping -%}
            {%- do given.append(name) -%}
        {%- elif name == project_name -%}
            {%- do given.extend(value.keys()) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(given | map('string') | list) }}
{% endmacro %}

{# A sentence for each feed whose time zone the warehouse doesn't know, as a relation. #}
{% macro zone_faults() %}
    {%- set zones = {} -%}
    {%- for feed in feeds() -%}
        {%- for word, limits in feed_words().items() if 'time zone' in [limits.kind, (variable_book()[word] or {}).kind] -%}
            {%- do zones.update({'feeds: ' ~ feed ~ '.' ~ word: feed_entry(feed).get(word, limits.default)}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- for feed, zone in setting('naive_timezone').items() %}{% do zones.update({'naive_timezone: ' ~ feed: zone}) %}{% endfor -%}
    {%- set fault = "place || ' must be the name of a time zone, not ''' || " ~ shortened_text('zone', 60) ~ " || '''.'" -%}
    {{ return('(select ' ~ fault ~ ' as fault from ' ~ inline_table(zones.items()) ~ ' as zones (place, zone) where not ' ~ is_name_of_zone('zone') ~ ')') }}
{% endmacro %}

{# Of each feed: the names that its columns give, what is read of each and its type, and the columns that its quarantine model declares. #}
{% macro columns_as_read() %}
    {%- set found = {} -%}
    {%- for feed in feeds() -%}
        {%- set reads, declares = {}, {} -%}
        {%- for column, entry in column_book(feed).items() if entry.kind != 'partition' -%}
            {%- do reads.update({column: [name_of_read(column, entry), read_type(entry)]}) -%}
        {%- endfor -%}
        {%- set model = graph.nodes.get('model.' ~ project_name ~ '.quarantine_' ~ feed) or {} -%}
        {%- for name, column in model.get('columns', {}).items() %}{% do declares.update({name: column.data_type}) %}{% endfor -%}
        {%- do found.update({feed: {'gives': names_given(feed), 'reads': reads, 'declares': declares}}) -%}
    {%- endfor -%}
    {{ return(found) }}
{% endmacro %}
