{# True for a day of a feed of which so much is in quarantine that it is no measure for later days; `volume` names the row. #}
{% macro is_mostly_rejected(volume) -%}
    {{ volume }}.quarantine > {{ alert_setting('max_quarantine_rate', volume ~ '.dataset') }} * {{ volume }}.total
{%- endmacro %}
