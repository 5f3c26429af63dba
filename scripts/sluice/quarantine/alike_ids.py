"""Why an id is in no customers file, or came before: where a program plainly changed it."""

from __future__ import annotations

import re

from duckdb import DuckDBPyConnection

from sluice.quarantine.reading import rows

# A program that took ids for numbers wrote 17850.0 or 9.91214E+15; another one changed their case.
ALIKE = r"""
    with asked as (
        select
            $id as id,
            upper($id) as code,
            cast($is_shortened as boolean) as is_shortened,
            length(regexp_extract($id, '\.([0-9]+)', 1)) as decimals,
    ),

    known as (
        select distinct
            customer_id,
            case
                when lower(customer_id) = lower(id) then 'case'
                when regexp_replace(customer_id, '\.0+$', '') = regexp_replace(id, '\.0+$', '')
                    then 'decimals'
                when lower(trim(customer_id, '{}')) = lower(trim(id, '{}')) then 'braces'
                when
                    is_shortened and regexp_full_match(customer_id, '[0-9]{1,300}')
                    and regexp_replace(
                        format('{:.' || decimals || 'E}', cast(customer_id as double)), 'E\+0*', 'E'
                    ) = regexp_replace(code, 'E\+?0*', 'E')
                    then 'exponent'
            end as differs_by,
        from intermediate.int_known_customers, asked
        where customer_id <> id
    )

    select customer_id, differs_by
    from known
    where differs_by is not null
    order by length(customer_id), customer_id
    limit 1
"""
REASONS = {
    "case": "differs by case alone, and ids are case-sensitive",
    "decimals": "differs by .0 alone: a program took the ids of one file for numbers",
    "braces": "differs by braces alone",
    "exponent": "may be meant, among others: a spreadsheet shortened the id to a number",
}
SHORTENED = re.compile(r"[0-9](\.[0-9]+)?[eE]\+?[0-9]+")


def id_hint(connection: DuckDBPyConnection, customer: str | None, own_id: str | None) -> str | None:
    """What plainly happened to a customer's id that nobody knows, or to an id that came before."""
    shortened = [wanted for wanted in (customer, own_id) if wanted and SHORTENED.fullmatch(wanted)]
    if customer:
        for known in rows(connection, ALIKE, id=customer, is_shortened=customer in shortened):
            return f"the known customer {known['customer_id']} {REASONS[known['differs_by']]}"
    if shortened:
        what = f"a spreadsheet shortened {shortened[0]} to a number"
        return f"{what}: the last digits of the id are lost"
    return None
