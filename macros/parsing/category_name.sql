{# A value as the vocabularies spell it: lower case, inner white space folded. #}
{% macro category_name(value, odd) %}{{ return('lower(case when ' ~ odd ~ ' then ' ~ folded(value) ~ ' else ' ~ value ~ ' end)') }}{% endmacro %}
