{# What hours in a row lack, in terms of what they vary. Aggregates rows with received and spread. #}
{% macro lack_of_hours(usual_lines, window='') -%}
    {{ rounded(
        '(sum(' ~ usual_lines ~ ')' ~ window ~ ' - sum(received)' ~ window ~ ')'
        ~ ' / nullif(sum(sqrt(' ~ usual_lines ~ ' * spread))' ~ window ~ ', 0)',
        9
    ) }}
{%- endmacro %}

{# True when hours in a row below their share are enough, and lack enough lines. #}
{% macro is_low_run(hours, usual_lines, received) -%}
    {{ hours }} >= {{ alert_setting('min_low_hours') }}
    and {{ rounded(usual_lines, 9) }} - {{ received }} >= {{ alert_setting('min_lacking_lines') }}
{%- endmacro %}

{#
  How many lines that come independently of each other say as much by not coming as the usual lines of an hour do:
  of lines in batches, or of hours that vary anyway, so many are missing by chance more often. Not so of hours that
  a day was cut short by: that none before was says more than what hours vary.
#}
{% macro independent_lines() -%}
    usual_lines * case when spread > 1 and not is_cut_off then ln(spread) / (spread - 1) else 1 end
{%- endmacro %}
