{#
  What the same day of earlier months had in terms of what was usual then, over a window of same_day_of_months(): the median
  of those that were unusual in the same direction, if they are enough, as the days of a billing run are; else NULL.
#}
{% macro monthly_factor(window) -%}
    {%- set unusual = setting('unusual_deviation') -%}
    case
        {%- for is_far in ['deviation >= ' ~ unusual, 'deviation <= -' ~ unusual] %}
        when count(case when {{ is_far }} then 1 end) over {{ window }} >= {{ setting('min_month_days') }}
            then 1 + {{ percentile('case when ' ~ is_far ~ ' then deviation end', 0.5, window) }}
        {%- endfor %}
    end
{%- endmacro %}

{# The window of the same day of the months before a day, as a column counts it from their begin or end. #}
{% macro same_day_of_months(column) -%}
    partition by dataset, {{ column }} order by ingest_date
    range between interval {{ setting('month_days') }} day preceding and interval 1 day preceding
{%- endmacro %}
