{#
  How many lines a day has by the usual shares of its hours: by the hour in the middle, so that neither hours that lack
  lines nor a rush of some hours say what all others should have. 0 where no hour has a share.
#}
{% macro day_by_hours(received, usual_share, day) -%}
    coalesce({{ percentile(
        'case when ' ~ usual_share ~ ' > 0 then ' ~ received ~ ' / ' ~ usual_share ~ ' end', 0.5,
        '(partition by ' ~ day ~ ')'
    ) }}, 0)
{%- endmacro %}
