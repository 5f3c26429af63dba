{# The names in a header of the required columns that it names more than once, in header order. #}
{% macro repeated_columns(received, names, columns) %}{{ return(adapter.dispatch('repeated_columns')(received, names, columns)) }}{% endmacro %}

{# They are bound first: else a header of a million names would be searched anew for each of them. #}
{% macro duckdb__repeated_columns(received, names, columns) -%}
    list_transform(
        [list_filter({{ columns }}, lambda wanted: len(list_filter({{ names }}, lambda name: name = wanted)) > 1)],
        lambda repeated: list_transform(
            list_filter(list_zip({{ received }}, {{ names }}), lambda pair: list_contains(repeated, pair[2])),
            lambda pair: pair[1]
        )
    )[1]
{%- endmacro %}

{% macro spark__repeated_columns(received, names, columns) -%}
    get(transform(array({{ names }}), all_names -> get(transform(
        array(filter({{ columns }}, wanted -> size(filter(all_names, name -> name = wanted)) > 1)),
        repeated -> filter({{ received }}, (called, place) -> array_contains(repeated, get(all_names, place)))
    ), 0)), 0)
{%- endmacro %}
