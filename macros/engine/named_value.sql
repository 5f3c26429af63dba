{#
  What a name stands for in a category of the seed category_names, its `value` or `sign`; NULL when unknown. A category of
  a few names is a constant, and a look into it cheaper than a join.
#}
{% macro named_value(category, name, column='value') %}{{ return(adapter.dispatch('named_value')(category, name, column)) }}{% endmacro %}

{% macro duckdb__named_value(category, name, column) -%}
    {%- set names = ref('category_names') ~ ' where category = ' ~ sql_text(category) -%}
    (select list({{ column }} order by name) from {{ names }})[list_position((select list(name order by name) from {{ names }}), {{ name }})]
{%- endmacro %}

{% macro spark__named_value(category, name, column) -%}
    try_element_at(
        (
            select map_from_entries(collect_list(struct(name, {{ column }}))) from {{ ref('category_names') }}
            where category = {{ sql_text(category) }}
        ),
        {{ name }}
    )
{%- endmacro %}
