{% macro duckdb__rewritten_line(quoting={}) -%}
    list_reduce(
        list_transform(
            range(1, column_count + 1),
            lambda place: {{ quoted_field(
                "coalesce(corrected_texts[list_position(positions, cast(place as integer))], fields[place], '')", 'delimiter', quoting
            ) }}
        ),
        lambda joined, field: joined || delimiter || field
    )
{%- endmacro %}

{% macro spark__rewritten_line(quoting={}) -%}
    array_join(
        transform(
            sequence(1, column_count),
            place -> {{ quoted_field(
                "coalesce(get(corrected_texts, cast(array_position(positions, place) as int) - 1), get(fields, place - 1), '')", 'delimiter', quoting
            ) }}
        ),
        delimiter
    )
{%- endmacro %}
