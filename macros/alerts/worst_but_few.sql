{# What the worst days lacked, the worst three in a hundred left out: those may have been true losses. #}
{% macro worst_but_few(lack, window=none) %}{{ return(percentile(lack, 0.97, window)) }}{% endmacro %}
