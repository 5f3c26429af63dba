{#
  What the same day of earlier months had in terms of what was usual then, over a window of such days: the median
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
