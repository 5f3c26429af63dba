{# A code or symbol of a currency as its vocabulary spells it. In any case, but GBp: pence are not pounds. #}
{% macro currency_name(value, odd) -%}
    case when {{ value }} = 'GBp' then 'GBp' else {{ category_name(value, odd) }} end
{%- endmacro %}

{# True on the line's date for a name that was found in currency_names, under an alias. #}
{% macro is_legal_tender(names) -%}
    ({{ names }}.name is not null and ({{ names }}.legal_until is null or ingest_date <= {{ names }}.legal_until))
{%- endmacro %}

{# The code that a name in a currency column stands for: of a symbol that several share, what the feed book says. #}
{% macro currency_of_a_name(feed, name, names) -%}
    case
        {%- for symbol, code in feed_setting(feed, 'symbols').items() %}
        when {{ name }} = {{ sql_text(symbol) }} then {{ sql_text(code) }}
        {%- endfor %}
        when {{ is_legal_tender(names) }} then {{ names }}.code
    end
{%- endmacro %}

{# True when a mark may stand for a currency. #}
{% macro may_stand_for(names, code) -%}
    coalesce({{ names }}.code = {{ code }} or contains({{ names }}.shared_by, {{ code }}), false)
{%- endmacro %}

{# True when what stands before and behind an amount are marks, if anything, that one currency has both of. #}
{% macro marks_agree(mark, names, behind, names_behind) -%}
    ({{ mark }} is null or {{ is_legal_tender(names) }})
    and ({{ behind }} is null or {{ is_legal_tender(names_behind) }})
    and (
        {{ mark }} is null or {{ behind }} is null or coalesce({{ names }}.shared_by = {{ names_behind }}.shared_by, false)
        or {{ may_stand_for(names, names_behind ~ '.code') }} or {{ may_stand_for(names_behind, names ~ '.code') }}
    )
{%- endmacro %}

{# The row's own currency where an amount's marks may stand for it, otherwise one that they stand for; NULL without marks. #}
{% macro currency_of_marks(own, mark, names, behind, names_behind) -%}
    case
        when {{ mark }} is null and {{ behind }} is null then null
        when
            ({{ mark }} is null or {{ may_stand_for(names, own) }})
            and ({{ behind }} is null or {{ may_stand_for(names_behind, own) }})
            then {{ own }}
        else coalesce(
            case when {{ names_behind }}.shared_by is null then {{ names_behind }}.code end,
            {{ names }}.code, {{ names_behind }}.code,
            left({{ names }}.shared_by, 3), left({{ names_behind }}.shared_by, 3)
        )
    end
{%- endmacro %}
