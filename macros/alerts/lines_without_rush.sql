{#
  The lines that an hour has by its usual share of a day; but no more than it usually has where the day has far more lines
  than usual: a rush of some hours is no lack of others.
#}
{% macro lines_without_rush(share_lines, received, usual_received, usual_lines) -%}
    least(
        {{ share_lines }},
        case when {{ received }} > (1 + {{ setting('unusual_deviation') }}) * {{ usual_received }} then {{ usual_lines }} end
    )
{%- endmacro %}
