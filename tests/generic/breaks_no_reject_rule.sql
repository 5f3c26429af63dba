{#
  No row of a clean model breaks a rule that rejects: each row, received again as it stands, would be
  clean again. Rules about other rows and about the line itself have tests of their own.
#}
{% test breaks_no_reject_rule(model, feed) %}

with checked as (
    {{ clean_as_checked(model, feed) }}
)

select
    *,
    {{ broken_rules(feed, 'reject') }} as broken_rules,
from checked
where {{ any_rule_broken(feed, 'reject') }}

{% endtest %}
