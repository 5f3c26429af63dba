{#
  Raises a compile error that has a sentence for everything that is wrong with the variables of --vars and of
  dbt_project.yml, before a run changes anything.
#}
{% macro check_variables() %}
    {%- set book = variable_book() -%}
    {%- set faults = unknown_variables() -%}
    {%- set of_feeds = feed_book_faults(var('feeds')) -%}
    {%- do faults.extend(of_feeds) -%}
    {%- for name, entry in book.items() if var.has_var(name) and not of_feeds -%}
        {%- set wrong = variable_faults(name, entry, var(name)) -%}
        {%- do faults.extend(wrong or (zone_faults(name, var(name)) if entry.kind == 'time zone' else zone_faults('feeds', zones_of_feeds()) if entry.kind == 'feed book' else [])) -%}
    {%- endfor -%}
    {%- if not faults -%}
        {%- do faults.extend(name_faults() + severity_faults() + alert_faults() + model_faults() + rule_book_faults()) -%}
    {%- endif -%}
    {%- if faults -%}
        {{ exceptions.raise_compiler_error(faults | join(' ')) }}
    {%- endif -%}
{% endmacro %}

{# The time zones that the feed book names, by their place in it. #}
{% macro zones_of_feeds() %}
    {%- set zones = {} -%}
    {%- for feed in feeds() -%}
        {%- for word, limits in limits_of_feed_words().items() if limits.kind == 'time zone' and word in feed_entry(feed) -%}
            {%- do zones.update({feed ~ '.' ~ word: feed_entry(feed)[word]}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(zones) }}
{% endmacro %}

{# A sentence for each feed whose time zone the warehouse doesn't know. #}
{% macro zone_faults(name, zones) %}
    {%- set faults = [] -%}
    {%- for feed, zone in zones.items() if not is_time_zone(zone) -%}
        {%- do faults.append(name ~ ": " ~ feed ~ " must be the name of a time zone, not " ~ shown(zone) ~ ".") -%}
    {%- endfor -%}
    {{ return(faults) }}
{% endmacro %}

{# A sentence for each variable that is set but not in the variable book. What is under the name of a package is that package's own. #}
{% macro unknown_variables() %}
    {%- set project = (var.packages_for_node() | list)[-1] -%}
    {%- set given = invocation_args_dict.get('vars', {}).keys() | list -%}
    {%- for name, value in project.vars.to_dict().items() -%}
        {%- if value is not mapping or context.get(name) is not mapping -%}
            {%- do given.append(name) -%}
        {%- elif name == project_name -%}
            {%- do given.extend(value.keys()) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- set faults, names = [], variable_book().keys() | list -%}
    {%- for name in given | map('string') | unique if name not in names -%}
        {%- do faults.append("No variable is called " ~ shown(name) ~ "; did you mean " ~ nearest_text(name, names) ~ "?") -%}
    {%- endfor -%}
    {{ return(faults) }}
{% endmacro %}

{# The text of some that is most like another. #}
{% macro nearest_text(text, texts) %}
    {%- set query -%}
        select known from (select {{ unnested(text_list(texts)) }} as known) as texts
        order by {{ text_similarity('known', sql_text(text)) }} desc, known limit 1
    {%- endset -%}
    {{ return(run_query(query).rows[0][0]) }}
{% endmacro %}
