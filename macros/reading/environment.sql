{# A setting from the environment; an empty variable is none. #}
{% macro environment(variable, default) %}{{ return(env_var(variable, '') or default) }}{% endmacro %}
