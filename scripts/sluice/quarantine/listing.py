"""What is in quarantine: counts by reason, an example of each, and what usually mends it."""

from __future__ import annotations

from duckdb import DuckDBPyConnection

from sluice.books import feeds
from sluice.printable import printable
from sluice.quarantine.reading import EVER, Row, Span, rows
from sluice.quarantine.words import WIDTH, indented, mend, mending_notes
from sluice.words import counted, from_to, grouped

# A row that has one reason only would pass without it.
COUNTS = """
    with reasons as (
        select
            unnest(reject_reason) as reason,
            len(reject_reason) as reasons,
            waived,
            ingest_date,
            {{'file': source_file, 'number': line_number}} as place,
        from quarantine.quarantine_{feed}
        where ingest_date between $start and $end
    ),

    counted as (
        select
            reason,
            count(*) as rows,
            count(*) filter (reasons = 1) as would_pass,
            count(*) filter (waived) as waived,
            min(ingest_date) as first_date,
            max(ingest_date) as last_date,
            min(place) as example,
        from reasons
        where reason = coalesce($reason, reason)
        group by reason
    )

    select counted.*, lines.raw_line, rules.description
    from counted
    inner join quarantine.quarantine_{feed} as lines
        on lines.source_file = counted.example.file and lines.line_number = counted.example.number
    inner join marts.rules as rules on rules.dataset = '{feed}' and rules.rule = counted.reason
    order by counted.rows desc, rules.rule_number
"""
TOTALS = """
    select count(*) as rows, count(*) filter (waived) as waived
    from quarantine.quarantine_{feed}
    where
        ingest_date between $start and $end
        and ($reason is null or list_contains(reject_reason, $reason))
"""


def listing(
    connection: DuckDBPyConnection, span: Span | None, feed: str | None, reason: str | None
) -> list[Row]:
    """One row per feed and reason, the most frequent first."""
    start, end = span or EVER
    notes = mending_notes()
    found = []
    for name in feeds() if feed is None else (feed,):
        query = COUNTS.format(feed=name)
        for row in rows(connection, query, start=start, end=end, reason=reason):
            example = row.pop("example")
            found.append(
                {
                    "feed": name,
                    **row,
                    "example": f"{example['file']}:{example['number']}",
                    "mend": mend(notes, name, row["reason"]),
                }
            )
    return found


def total(
    connection: DuckDBPyConnection, span: Span | None, feed: str | None, reason: str | None
) -> Row:
    """How many rows these are, each counted once whatever its reasons."""
    start, end = span or EVER
    parts = [TOTALS.format(feed=name) for name in (feeds() if feed is None else (feed,))]
    query = f"select sum(rows) as rows, sum(waived) as waived from ({' union all '.join(parts)})"
    return rows(connection, query, start=start, end=end, reason=reason)[0]


def listing_text(found: list[Row], whole: Row, is_short: bool = False) -> str:
    """The same for a person, and how many rows these are."""
    if not found:
        return "Nothing is in quarantine, of the dates that were built."
    waived = f", {grouped(whole['waived'])} of them waived" if whole["waived"] else ""
    count = f"{counted(whole['rows'], 'row')} in quarantine{waived}"
    if is_short:
        return "\n".join([*map(heading, found), count])
    return "\n\n".join([*map(reason_text, found), count])


def reason_text(row: Row) -> str:
    """One reason in a paragraph."""
    lines = [
        f"e.g. {row['example']}",
        f"     {printable(row['raw_line'], WIDTH)}",
        f"why  {row['description']}",
        f"mend {row['mend']}",
    ]
    return "\n".join([heading(row), *map(indented, lines)])


def heading(row: Row) -> str:
    """One reason in a line."""
    days = from_to(row["first_date"], row["last_date"])
    text = (
        f"{row['feed']} {row['reason']}: {counted(row['rows'], 'row')} ({days}),"
        f" {grouped(row['would_pass'])} would pass without it"
    )
    if row["waived"]:
        text += f"; {grouped(row['waived'])} {'is' if row['waived'] == 1 else 'are'} waived"
    return text
