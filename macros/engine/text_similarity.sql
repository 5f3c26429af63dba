{# How alike two texts are, from 0 to 1 (Jaro-Winkler: what differs at the end weighs less). #}
{% macro text_similarity(one, other) %}{{ return(adapter.dispatch('text_similarity')(one, other)) }}{% endmacro %}

{% macro duckdb__text_similarity(one, other) %}{{ return('round(jaro_winkler_similarity(' ~ one ~ ', ' ~ other ~ '), 4)') }}{% endmacro %}

{#
  Spark's own jaro_winkler_similarity() counts half transpositions and lets the beginning count for the
  most unlike texts too. DuckDB compares bytes, hence each byte as a character here. It rounds what it
  multiplied, Spark's round(number, 4) the decimals that a number shows.
#}
{% macro spark__text_similarity(one, other) -%}
    get(transform(
        transform(
            array(named_struct(
                'one', decode(encode({{ one }}, 'utf-8'), 'iso-8859-1'),
                'other', decode(encode({{ other }}, 'utf-8'), 'iso-8859-1')
            )),
            pair -> named_struct(
                'similarity', case
                    when pair.one = '' or pair.other = '' then 0D
                    when pair.one = pair.other then 1D
                    else {{ spark__jaro_similarity('pair.one', 'pair.other') }}
                end,
                'prefix', reduce(
                    array(1, 2, 3, 4), 0,
                    (length, place) -> case
                        when length = place - 1 and substr(pair.one, place, 1) = substr(pair.other, place, 1)
                            then least(place, length(pair.one), length(pair.other))
                        else length
                    end
                )
            )
        ),
        found -> round(10000 * (
            found.similarity + case when found.similarity > 0.7D then 0.1D * found.prefix * (1 - found.similarity) else 0 end
        )) / 10000
    ), 0)
{%- endmacro %}

{#
  Each character of `other` is matched with the first like it in `one`, near its place, that is left. Those
  matched, in either text's order, tell how many changed places.
#}
{% macro spark__jaro_similarity(one, other) -%}
    {%- set near = 'greatest(int(greatest(length(' ~ one ~ '), length(' ~ other ~ ')) div 2) - 1, 0)' -%}
    reduce(
        sequence(1, length({{ other }})),
        named_struct('left', {{ one }}, 'matched', ''),
        (state, place) -> get(transform(
            array(locate(substr({{ other }}, place, 1), state.left, greatest(place - {{ near }}, 1))),
            at -> case
                when at between 1 and place + {{ near }} then named_struct(
                    'left', overlay(state.left placing 'Ā' from at),
                    'matched', state.matched || substr({{ other }}, place, 1)
                )
                else state
            end
        ), 0),
        state -> case
            when state.matched = '' then 0D
            else (
                length(state.matched) / length({{ one }})
                + length(state.matched) / length({{ other }})
                + (length(state.matched) - size(filter(
                    zip_with(
                        split(state.matched, ''),
                        filter(split({{ one }}, ''), (letter, index) -> substr(state.left, index + 1, 1) = 'Ā'),
                        (matched, in_order) -> matched <> in_order
                    ),
                    is_moved -> is_moved
                )) div 2) / length(state.matched)
            ) / 3
        end
    )
{%- endmacro %}
