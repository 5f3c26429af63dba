{# A 64-bit hash of a text, NULL for NULL: cheaper to store and to group by than the text. #}
{% macro key_hash(text) %}
    {{ return(by_engine(
        duckdb='case when ' ~ text ~ ' is not null then hash(' ~ text ~ ') end',
        spark='case when ' ~ text ~ ' is not null then xxhash64(' ~ text ~ ') end',
    )) }}
{% endmacro %}
