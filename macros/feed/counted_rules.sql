{#
  What the rates of daily_quality count by a rule, as a table without a name of feed, rule, metric and column; the
  other missing values are those of uncounted_columns().
#}
{% macro counted_rules() %}
    {%- set found, uncounted = [], uncounted_columns() -%}
    {%- for feed in feeds() -%}
        {%- set time, customer = feed_setting(feed, 'time'), customer_column(feed) -%}
        {%- if customer %}{% do found.append([feed, customer ~ '_orphan', 'orphan', customer]) %}{% endif -%}
        {%- do found.append([feed, time ~ '_invalid', 'invalid_timestamp', time]) -%}
        {%- for column in feed_columns(feed) if [feed, column] not in uncounted -%}
            {%- do found.append([feed, column ~ '_missing', 'missing', column]) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(inline_table(found)) }}
{% endmacro %}
