{# A number with so many decimals, the same on every engine: round(number, decimals) is of binary digits on one and of shown ones on another. #}
{% macro rounded(number, decimals) %}{{ return('(round((' ~ number ~ ') * 1e' ~ decimals ~ ') / 1e' ~ decimals ~ ')') }}{% endmacro %}
