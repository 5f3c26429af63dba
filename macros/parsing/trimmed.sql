{# A received value without white space around it. `odd` tells if its line has any to remove. #}
{% macro trimmed(raw, odd) %}{{ return('case when ' ~ odd ~ ' then trim(both ' ~ blanks() ~ ' from ' ~ raw ~ ') else ' ~ raw ~ ' end') }}{% endmacro %}
