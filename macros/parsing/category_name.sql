{# A value as the vocabularies spell it: lower case, inner white space folded. #}
{% macro category_name(value, odd) %}{{ return(lower_case('case when ' ~ odd ~ ' then ' ~ folded(value) ~ ' else ' ~ value ~ ' end')) }}{% endmacro %}
