{# A number for people, without decimals. #}
{% macro whole_text(number) %}{{ return(grouped('round(' ~ number ~ ')')) }}{% endmacro %}

{# The first characters of a text, with a mark where there are more. #}
{% macro shortened_text(text, most) %}{{ return("case when length(" ~ text ~ ") > " ~ most ~ " then left(" ~ text ~ ", " ~ most ~ ") || '…' else " ~ text ~ " end") }}{% endmacro %}

{# A share for people, as a percentage with one decimal. #}
{% macro percent_text(share) %}{{ return("cast(cast(100 * " ~ share ~ " as decimal(9, 1)) as varchar) || ' %'") }}{% endmacro %}
