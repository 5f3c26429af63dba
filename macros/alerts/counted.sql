{# A number with its noun, `1 line` or `2 lines`. #}
{% macro counted(number, noun) %}
    {{ return("(" ~ number ~ " || ' " ~ noun ~ "' || case when " ~ number ~ " = 1 then '' else 's' end)") }}
{% endmacro %}
