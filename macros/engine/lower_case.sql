{# Text in lower case, each character on its own. Spark's lower() looks at the neighbours of a sigma, and makes two characters of an I with a dot. #}
{% macro lower_case(text) %}
    {{ return(by_engine(
        duckdb='lower(' ~ text ~ ')',
        spark='lower(replace(replace(' ~ text ~ ", 'Σ', 'σ'), 'İ', 'i'))",
    )) }}
{% endmacro %}
