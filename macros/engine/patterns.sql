{# A regular expression as a literal. #}
{% macro pattern(expression) %}{{ return(by_engine(duckdb="'" ~ expression ~ "'", spark="r'" ~ expression ~ "'")) }}{% endmacro %}

{# True for a text that a regular expression matches from end to end. #}
{% macro fully_matches(text, expression) %}
    {{ return(by_engine(
        duckdb='regexp_full_match(' ~ text ~ ", '" ~ expression ~ "')",
        spark='regexp_like(' ~ text ~ ", r'\\A(?:" ~ expression ~ ")\\z')",
    )) }}
{% endmacro %}

{# A text with the first match of a regular expression replaced; \1 is the match's first group. #}
{% macro with_match_replaced(text, expression, replacement) -%}
    {{ return(adapter.dispatch('with_match_replaced')(text, expression, replacement)) }}
{%- endmacro %}

{% macro duckdb__with_match_replaced(text, expression, replacement) -%}
    regexp_replace({{ text }}, '{{ expression }}', '{{ replacement }}')
{%- endmacro %}

{# Spark replaces all: the expressions are anchored. #}
{% macro spark__with_match_replaced(text, expression, replacement) -%}
    regexp_replace({{ text }}, r'{{ expression }}', r'{{ replacement.replace('\\', '$') }}')
{%- endmacro %}

{# Branches of a CASE: what a value of one of some forms, letters in any case, has as that form's `parts`. #}
{% macro parts_of_forms(value, forms) %}{{ return(adapter.dispatch('parts_of_forms')(value, forms)) }}{% endmacro %}

{% macro duckdb__parts_of_forms(value, forms) -%}
    {%- for form in forms %}
        when regexp_full_match({{ value }}, '{{ form.pattern }}', 'i')
            then regexp_replace({{ value }}, '^{{ form.pattern }}$', '{{ form.parts }}', 'i')
    {%- endfor %}
{%- endmacro %}

{% macro spark__parts_of_forms(value, forms) -%}
    {%- for form in forms %}
        when regexp_like({{ value }}, r'(?id)\A(?:{{ form.pattern }})\z')
            then regexp_replace({{ value }}, r'(?id)\A(?:{{ form.pattern }})\z', r'{{ form.parts.replace('\\', '$') }}')
    {%- endfor %}
{%- endmacro %}
