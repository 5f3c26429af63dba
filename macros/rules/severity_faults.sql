{# What the feed book's severities and the variable rule_severities can't ask for, a sentence each. #}
{% macro severity_faults() %}
    {%- set faults = faults_of_severities('rule_severities', setting('rule_severities')) -%}
    {%- for feed in feeds() -%}
        {%- do faults.extend(faults_of_severities('feeds: ' ~ feed ~ '.severities', feed_setting(feed, 'severities'), feed)) -%}
    {%- endfor -%}
    {{ return(faults) }}
{% endmacro %}

{# The same of one place: by `rule` of one feed, or by `rule` or `feed.rule`. #}
{% macro faults_of_severities(place, overrides, of_feed=none) %}
    {%- set faults, book = [], rule_book() if overrides else [] -%}
    {%- for key, severity in overrides.items() -%}
        {%- set named, fixed = [], [] -%}
        {%- for rule in book -%}
            {%- for feed in rule.get('feeds', feeds()) if key == rule.name and of_feed in [none, feed] or key == feed ~ '.' ~ rule.name and of_feed is none -%}
                {%- do (fixed if rule.fixed else named).append(feed) -%}
            {%- endfor -%}
        {%- endfor -%}
        {%- if not named and not fixed -%}
            {%- do faults.append(place ~ ": no rule is called " ~ shown(key) ~ ".") -%}
        {%- elif severity == 'warn' and fixed -%}
            {%- set others = [] -%}
            {%- for feed in named %}{% do others.append(feed ~ '.' ~ key) %}{% endfor -%}
            {%- do faults.append(place ~ ": " ~ key ~ " can't be a warning of " ~ fixed | join(', ') ~ ": such a row lacks its id, its time or its fields" ~ ("; write " ~ others | join(', ') if others else "") ~ ".") -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(faults) }}
{% endmacro %}
