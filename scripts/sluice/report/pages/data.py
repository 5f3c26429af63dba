"""What the pages show, read from the marts and from quarantine, by date.

Numbers are copied and rounded; every one of them is computed by a model.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from duckdb import DuckDBPyConnection

from sluice.report.acknowledged import NONE, Acknowledged
from sluice.report.dates import as_text
from sluice.report.rounding import rounded

Block = dict[str, Any]  # what the pages show of a date
RATES = ("duplicate_id", "duplicate_row", "orphan", "invalid_timestamp")
MAX_CURRENCIES = 5  # the most used ones; more lines than that can't be told apart

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
    select ingest_date, type, dataset, status, severity, message, kind, observed, details
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
USUAL_HOURS = """
    select ingest_date, dataset, list(usual_lines order by hour)
    from intermediate.int_usual_hours
    where ingest_date in (from unnest(cast($days as date[]))) and usual_lines is not null
    group by all
    having count(*) = 24
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


def add_usual_hours(
    connection: DuckDBPyConnection, blocks: dict[date, Block], days: list[date]
) -> None:
    """Adds what usually comes in each hour, of the feeds and dates of which that is known."""
    for day, feed, lines in rows(connection, USUAL_HOURS, days):
        blocks[day].setdefault("usual_hours", {})[feed] = rounded(lines)


def read_blocks(
    connection: DuckDBPyConnection, days: Iterable[date], acknowledged: Acknowledged = NONE
) -> dict[date, Block]:
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
    for day, *values in rows(connection, CHECKS, chosen):
        check = dict(
            zip(
                ("type", "dataset", "status", "severity", "message", "kind", "observed", "details"),
                values,
                strict=True,
            )
        )
        acknowledged.mark(day, [check])
        blocks[day]["checks"].append(shown_check(check))
    return blocks


def shown_check(check: dict[str, Any]) -> list[Any]:
    """A check as the pages have it; behind it who knows of it and why, where somebody does."""
    state = check["severity"] or check["status"]
    known = check.get("acknowledged")
    return [
        *(check["type"], check["dataset"], state, check["message"], check["kind"]),
        *([known["by"], known["note"]] if known else []),
    ]


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
