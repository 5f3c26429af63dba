{# Text in lower case, each character on its own. #}
{% macro lower_case(text) %}{{ return(adapter.dispatch('lower_case')(text)) }}{% endmacro %}

{% macro duckdb__lower_case(text) %}{{ return('lower(' ~ text ~ ')') }}{% endmacro %}

{# Spark's lower() looks at a sigma's neighbours and makes two characters of a dotted I. #}
{% macro spark__lower_case(text) %}{{ return("lower(translate(" ~ text ~ ", 'ΣİẞΩKÅ', 'σißωkå'))") }}{% endmacro %}
