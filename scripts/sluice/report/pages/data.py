"""What the pages show, read from the marts and from quarantine, by date.

Numbers are copied and rounded; every one of them is computed by a model.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from duckdb import DuckDBPyConnection

from sluice.books import feeds
from sluice.report.dates import as_text
from sluice.report.rounding import rounded

Block = dict[str, Any]  # what the pages show of a date
RATES = ("duplicate_id", "duplicate_row", "orphan", "invalid_timestamp")
MAX_CURRENCIES = 5  # the most used ones; more lines than that can't be told apart
MAX_CHARACTERS = 400  # of a line that is shown as an example
UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
OUTER_BLANKS = re.compile(r"^ +| +$")

VOLUMES = """
    select ingest_date, dataset, [total, clean, quarantine]
    from marts.daily_volume
    where ingest_date in (from unnest(cast($days as date[])))
    order by ingest_date, dataset
"""
USUAL = """
    select ingest_date, dataset, [usual_at_least, usual_at_most, median_quarantine_rate]
    from marts.daily_usual
    where ingest_date in (from unnest(cast($days as date[])))
    order by ingest_date, dataset
"""
REASONS = """
    select
        ingest_date,
        dataset,
        map(list(rule order by rule_number), list(rows order by rule_number)),
    from marts.daily_reject_reasons
    where ingest_date in (from unnest(cast($days as date[]))) and severity = 'reject' and rows > 0
    group by all
    order by ingest_date, dataset
"""
FAULTS = """
    select ingest_date, dataset, map(list(metric order by metric), list(rate order by metric))
    from marts.daily_quality
    where ingest_date in (from unnest(cast($days as date[]))) and list_contains($rates, metric)
    group by all
    order by ingest_date, dataset
"""
MIDDLES = """
    with series as (
        select
            ingest_date,
            dataset,
            column_name || coalesce(' ' || currency, '') as name,
            [p50, p95] as middle,
        from marts.daily_distributions
        where
            ingest_date in (from unnest(cast($days as date[])))
            and (currency is null or list_contains($currencies, currency))
    )

    select ingest_date, dataset, map(list(name order by name), list(middle order by name))
    from series
    group by all
    order by ingest_date, dataset
"""
CHECKS = """
    select ingest_date, [type, dataset, coalesce(severity, status), message, kind]
    from marts.daily_alerts
    where ingest_date in (from unnest(cast($days as date[]))) and status <> 'ok'
    order by ingest_date, check_number, dataset
"""
HOURS = """
    select ingest_date, dataset, [list(received order by hour), list(clean order by hour)]
    from marts.hourly_volume
    where ingest_date in (from unnest(cast($days as date[])))
    group by all
    order by all
"""
CURRENCIES = """
    select currency
    from (
        select value as currency, sum(rows) as rows
        from marts.daily_breakdowns
        where dimension = 'currency' and value <> 'unknown'
            and ingest_date in (from unnest(cast($days as date[])))
        group by all
        order by rows desc, currency
        limit {limit}
    )
"""
RULES = "select dataset, rule, description from marts.rules order by dataset, rule_number"
# First which lines, then what they hold: a day may have a million lines in quarantine.
EXAMPLES = """
    with reasons as (
        select ingest_date, source_file, line_number, unnest(reject_reason) as reason
        from quarantine.quarantine_{feed}
        where ingest_date in (from unnest(cast($days as date[])))
    ),

    firsts as (
        select
            ingest_date,
            reason,
            unnest(min({{'source_file': source_file, 'line_number': line_number}}, {limit}))
                as place,
        from reasons
        group by ingest_date, reason
    )

    select
        firsts.ingest_date,
        firsts.reason,
        lines.source_file,
        lines.line_number,
        left(lines.raw_line, {characters}),
        length(lines.raw_line),
        lines.reject_reason,
    from firsts
    inner join quarantine.quarantine_{feed} as lines
        on lines.ingest_date = firsts.ingest_date
        and lines.source_file = firsts.place.source_file
        and lines.line_number = firsts.place.line_number
    where lines.ingest_date in (from unnest(cast($days as date[])))
    order by firsts.ingest_date, firsts.reason, lines.source_file, lines.line_number
"""


def add_middles(
    connection: DuckDBPyConnection, blocks: dict[date, Block], days: list[date]
) -> None:
    """Adds the distributions of some dates, with the currencies that are used most on them.

    A date's own page gives its date alone: it must not depend on what else is published.
    """
    most_used = connection.execute(CURRENCIES.format(limit=MAX_CURRENCIES), {"days": as_text(days)})
    currencies = [row[0] for row in most_used.fetchall()]
    for day, feed, values in rows(connection, MIDDLES, days, currencies=currencies):
        blocks[day].setdefault("middles", {})[feed] = rounded(values)


def read_blocks(connection: DuckDBPyConnection, days: Iterable[date]) -> dict[date, Block]:
    """Reads what the pages show of some dates, examples and distributions left out."""
    chosen = list(days)
    blocks: dict[date, Block] = {day: {"checks": []} for day in chosen}
    by_feed: list[tuple[str, str, dict[str, Any]]] = [
        ("volume", VOLUMES, {}),
        ("usual", USUAL, {}),
        ("reasons", REASONS, {}),
        ("rates", FAULTS, {"rates": list(RATES)}),
        ("hours", HOURS, {}),
    ]
    for name, query, parameters in by_feed:
        for day, feed, values in rows(connection, query, chosen, **parameters):
            blocks[day].setdefault(name, {})[feed] = rounded(values)
    for day, check in rows(connection, CHECKS, chosen):
        blocks[day]["checks"].append(check)
    return blocks


def rows(
    connection: DuckDBPyConnection, query: str, days: list[date], **more: Any
) -> list[tuple[Any, ...]]:
    """The rows of a query about some dates."""
    return connection.execute(query, {"days": as_text(days), **more}).fetchall()


def read_rules(connection: DuckDBPyConnection) -> dict[str, dict[str, str]]:
    """What every rule of a feed means, in rule-book order."""
    found: dict[str, dict[str, str]] = {}
    for feed, rule, description in connection.execute(RULES).fetchall():
        found.setdefault(feed, {})[rule] = description
    return found


def add_examples(
    connection: DuckDBPyConnection, blocks: dict[date, Block], days: list[date], limit: int
) -> None:
    """Adds to some dates' blocks the first lines of each reason, by file and line."""
    for day in days:
        blocks[day]["examples"] = {}
    for feed in feeds():
        query = EXAMPLES.format(feed=feed, limit=limit, characters=MAX_CHARACTERS)
        for day, reason, file, line, text, length, reasons in rows(connection, query, days):
            found = blocks[day]["examples"].setdefault(feed, {}).setdefault(reason, [])
            others = [other for other in reasons if other != reason]
            found.append([file.rpartition("/")[2], line, legible(text, length), others])


def legible(text: str, length: int) -> str:
    """A line as shown: what can't be seen or changes direction is named; a long one is cut."""
    seen = UNSEEN.sub(lambda match: f"⟨U+{ord(match[0]):04X}⟩", text)
    seen = OUTER_BLANKS.sub(lambda match: "␣" * len(match[0]), seen)
    return seen if length <= len(text) else f"{seen}… ({length:,} characters)"
