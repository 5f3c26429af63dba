{# Text in lower case, each character on its own. #}
{% macro lower_case(text) %}{{ return(adapter.dispatch('lower_case')(text)) }}{% endmacro %}

{% macro duckdb__lower_case(text) %}{{ return('lower(' ~ text ~ ')') }}{% endmacro %}

{# Spark's lower() looks at the neighbours of a sigma, and makes two characters of an I with a dot. #}
{% macro spark__lower_case(text) %}{{ return("lower(replace(replace(" ~ text ~ ", 'Σ', 'σ'), 'İ', 'i'))") }}{% endmacro %}
