{# How alike two texts are, from 0 to 1 (Jaro-Winkler: what differs at the end weighs less). #}
{% macro text_similarity(one, other) %}{{ return(adapter.dispatch('text_similarity')(one, other)) }}{% endmacro %}

{% macro duckdb__text_similarity(one, other) %}{{ return('round(jaro_winkler_similarity(' ~ one ~ ', ' ~ other ~ '), 4)') }}{% endmacro %}

{#
  Spark's jaro_winkler_similarity() counts half transpositions, and a common beginning for however little alike.
  This is DuckDB's: of bytes; each matches the first free one that is equal and near enough. Steps are lists of
  one element, as Spark's SQL has no other way to name what an expression gives.
#}
{% macro spark__text_similarity(one, other) -%}
    get(transform(transform(transform(
        array(struct({{ spark__bytes_of(one) }} as ones, {{ spark__bytes_of(other) }} as others)),
        texts -> struct(texts.ones, texts.others, {{ spark__matching_places() }} as places)
    ), matched -> struct(
        size(matched.ones) as length,
        size(matched.others) as other_length,
        size(filter(matched.places, place -> place >= 0)) as common,
        {{ spark__transposed_bytes() }} as transposed,
        {{ spark__common_beginning() }} as beginning
    )), found -> round(10000 * {{ spark__jaro_winkler() }}) / 10000), 0)
{%- endmacro %}

{# The bytes of a text, each as a character. #}
{% macro spark__bytes_of(text) %}{{ return("split(decode(encode(" ~ text ~ ", 'utf-8'), 'iso-8859-1'), '')") }}{% endmacro %}

{# Of every byte of texts.others, where in texts.ones its match is; -1 without. #}
{% macro spark__matching_places() -%}
    aggregate(
        sequence(0, size(texts.others) - 1),
        cast(array() as array<int>),
        (places, n) -> array_append(places, coalesce(
            get(filter(
                sequence(0, size(texts.ones) - 1),
                place -> texts.ones[place] = texts.others[n]
                and abs(place - n) <= greatest(size(texts.ones) div 2 - 1, size(texts.others) div 2 - 1, 0)
                and not array_contains(places, place)
            ), 0),
            -1
        ))
    )
{%- endmacro %}

{# Half of how many matching bytes stand in another order. #}
{% macro spark__transposed_bytes() -%}
    size(filter(
        zip_with(
            filter(matched.places, place -> place >= 0),
            array_sort(filter(matched.places, place -> place >= 0)),
            (place, ordered) -> matched.ones[place] <> matched.ones[ordered]
        ),
        is_moved -> is_moved
    )) div 2
{%- endmacro %}

{# How many bytes both begin with, 4 at most. #}
{% macro spark__common_beginning() -%}
    size(filter(
        sequence(1, 4),
        length -> length <= least(size(matched.ones), size(matched.others))
        and slice(matched.ones, 1, length) = slice(matched.others, 1, length)
    ))
{%- endmacro %}

{# What follows from the counts in `found`. #}
{% macro spark__jaro_winkler() -%}
    {%- set jaro = '(found.common / found.length + found.common / found.other_length + (found.common - found.transposed) / found.common) / 3' -%}
    (case
        when found.common = 0 then 0D
        when {{ jaro }} > 0.7D then {{ jaro }} + found.beginning * 0.1D * (1 - {{ jaro }})
        else {{ jaro }}
    end)
{%- endmacro %}
