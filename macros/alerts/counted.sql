{# A number with its noun, `1 line` or `1,234 lines`. #}
{% macro counted(number, noun) %}
    {{ return("(" ~ grouped(number) ~ " || ' " ~ noun ~ "' || case when " ~ number ~ " = 1 then '' else 's' end)") }}
{% endmacro %}
