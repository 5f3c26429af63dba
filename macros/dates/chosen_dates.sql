{# The dates asked for in --vars that have a folder, as {present, all}; `all` adds dates whose folder is gone, when they are to be removed. #}
{% macro chosen_dates(folders) %}
    {%- for folder in folders if folder[2] is not none -%}
        {{ exceptions.raise_compiler_error(folder[2] ~ ". Nothing was changed.") }}
    {%- endfor -%}
    {%- if folders | length == 1 and folders[0][0] is none -%}
        {{ exceptions.raise_compiler_error("No raw folder: " ~ raw_dir() ~ " does not exist (SLUICE_RAW_DIR names another).") }}
    {%- endif -%}
    {%- set ignored = folders | selectattr(1, 'none') | map(attribute=0) | list -%}
    {%- do warn_of('Ignored in ' ~ raw_dir() ~ ', not named ingest_date=YYYY-MM-DD with a day of 1900 to 2199', ignored) -%}
    {%- set start, end = var('start_date', var('date', none)), var('end_date', var('date', none)) -%}
    {%- set present = [] -%}
    {%- for folder in folders if folder[1] is not none -%}
        {%- set date = folder[1] | string -%}
        {%- if start is none or start | string <= date <= end | string -%}
            {%- do present.append(date) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- set removed = [] -%}
    {%- for date in var('removed_dates', []) | map('string') if date not in present -%}
        {%- do removed.append(date) -%}
    {%- endfor -%}
    {%- if not present and not removed -%}
        {{ exceptions.raise_compiler_error("No folder " ~ raw_dir() ~ "/ingest_date=" ~ ("YYYY-MM-DD" if start is none else start ~ (" to " ~ end if var.has_var('end_date') else '')) ~ ": nothing to load.") }}
    {%- endif -%}
    {{ return({'present': present, 'all': (present + removed) | sort}) }}
{% endmacro %}
