{#
  CTEs that read every value of the lines in `lines`, rows of run_lines(feed), by the kinds of the feed's columns.
  They end in `parsed`: one row per line, every value as received, trimmed and typed; see macros/feed/kinds.sql.
  Several models have them, so they are written once per run.
#}
{% macro parse(feed) %}{{ return(found_once('parse ' ~ feed, parsing_of, feed) if execute else parsing_of(feed)) }}{% endmacro %}

{# The same, written anew. #}
{% macro parsing_of(feed) -%}
    {%- set missing_words = feed_setting(feed, 'missing_words') -%}
    {%- set steps, seeds = {'matched': {}, 'cut': {}, 'spelled': {}, 'typed': {}, 'parsed': {}, 'joined': {}}, {} -%}
    {%- for column in feed_columns(feed) -%}
        {%- for step, expressions in steps_of(feed, column).items() %}{% do steps[step].update(expressions) %}{% endfor -%}
    {%- endfor -%}
    {{ received_lines(feed) }},

    trimmed as (
        select
            *,
            {%- for column in feed_columns(feed) %}
            {{ trimmed(column ~ '_raw', 'has_odd_blanks') }} as {{ column }}_trimmed,
            {%- endfor %}
        from received
    ),

    {#- NULL when missing: an id by its name, every other column as `<column>_value`. #}
    present as (
        select
            *,
            {%- for column, entry in column_book(feed).items() %}
            {{ present(column ~ '_trimmed', entry.get('category') == 'country', missing_words) | indent(12) }} as {{ column }}{{ '_value' if not is_text_kind(entry.kind) }},
            {%- endfor %}
        from trimmed
    ),

    {{ with_columns('matched', 'present', steps.matched) }},

    {{ with_columns('cut', 'matched', steps.cut) }},

    {{ with_columns('spelled', 'cut', steps.spelled) }},

    {#- Before the joins: of a joined row DuckDB computes the same more slowly. #}
    {{ with_columns('typed', 'spelled', steps.typed) }},

    parsed as (
        select
            typed.*,
            {%- for column, expression in steps.parsed.items() %}
            {{ expression }} as {{ column }},
            {%- endfor %}
            {%- for column, (seed, alias, name, value) in steps.joined.items() %}
            {%- do seeds.update({alias: [seed, name]}) %}
            {{ value }} as {{ column }},
            {%- endfor %}
        from typed
        {%- for alias, (seed, name) in seeds.items() %}
        left join {{ ref(seed) }} as {{ alias }} on typed.{{ name }} = {{ alias }}.name
        {%- endfor %}
    )
{%- endmacro %}

{# A CTE: another one with columns more. #}
{% macro with_columns(name, relation, expressions) -%}
    {{ name }} as (
        select
            *,
            {%- for column, expression in expressions.items() %}
            {{ expression | indent(12) }} as {{ column }},
            {%- endfor %}
        from {{ relation }}
    )
{%- endmacro %}
