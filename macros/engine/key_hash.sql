{# A 64-bit hash of a text, NULL for NULL: cheaper to store and to group by than the text. #}
{% macro key_hash(text) %}{{ return(adapter.dispatch('key_hash')(text)) }}{% endmacro %}

{% macro duckdb__key_hash(text) %}{{ return('case when ' ~ text ~ ' is not null then hash(' ~ text ~ ') end') }}{% endmacro %}

{% macro spark__key_hash(text) %}{{ return('case when ' ~ text ~ ' is not null then xxhash64(' ~ text ~ ') end') }}{% endmacro %}
