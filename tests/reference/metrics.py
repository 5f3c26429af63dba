"""Section 8: the metrics tables of one date."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from tests.reference.rules import severities
from tests.reference.variables import COLUMNS, FEEDS, ID, TIME, Variables, on_the_wall

if TYPE_CHECKING:
    from tests.reference.pipeline import FeedDay

DIMENSIONS = {
    "customers": ("country", "status"),
    "events": ("event_type", "platform"),
    "orders": ("status", "currency"),
}
HOURLY_FEEDS = ("events", "orders")  # a customer is created long before the file
QUANTILES = {"p50": Fraction(1, 2), "p95": Fraction(19, 20)}


def metrics(
    day: date, feed_days: dict[str, FeedDay], variables: Variables
) -> dict[str, list[dict]]:
    """Rows of every metrics table, by table name."""
    per_feed = {
        "daily_volume": lambda found: [volume(found)],
        "daily_breakdowns": breakdowns,
        "daily_quality": quality,
        "daily_distributions": distributions,
        "daily_reject_reasons": lambda found: reject_reasons(found, variables),
        "feed_files": feed_files,
    }
    tables = {
        table: [
            {"ingest_date": day, "dataset": feed, **row}
            for feed in FEEDS
            for row in rows_of(feed_days[feed])
        ]
        for table, rows_of in per_feed.items()
    }
    hours = hourly_volume(feed_days["events"], variables)
    tables["hourly_events"] = [{"ingest_date": day, **row} for row in hours]
    tables["hourly_volume"] = [
        {"ingest_date": day, "dataset": feed, **row}
        for feed in HOURLY_FEEDS
        for row in hourly_volume(feed_days[feed], variables)
    ]
    return tables


def rule_counts(found: FeedDay) -> Counter[str]:
    """Rows by rule, rejects and warnings alike."""
    rows = [*found.clean, *found.quarantine]
    names = [name for row in rows for name in [*row.get("reject_reason", []), *row["warnings"]]]
    return Counter(names)


def duplicates(found: FeedDay) -> dict[str, int]:
    """Lines that bring no new id, and lines that bring nothing new at all."""
    rows = [row for row in found.rows if row.takes_part]
    ids = [row.id for row in rows if row.id is not None]
    lines = [tuple(row.received.values()) for row in rows]
    return {"id": len(ids) - len(set(ids)), "full_row": len(lines) - len(set(lines))}


def volume(found: FeedDay) -> dict:
    """One row: how many."""
    return {
        "total": len(found.rows),
        "clean": len(found.clean),
        "quarantine": len(found.quarantine),
        "duplicate_ids": duplicates(found)["id"],
        "duplicate_rows": duplicates(found)["full_row"],
        "malformed_lines": rule_counts(found)["line_malformed"],
        "active_customers": (
            None
            if found.feed == "customers"
            else len({row["customer_id"] for row in found.clean} - {None})
        ),
    }


def breakdowns(found: FeedDay) -> list[dict]:
    """Clean rows by each value of each dimension."""
    return [
        {"dimension": dimension, "value": value, "rows": rows}
        for dimension in DIMENSIONS[found.feed]
        for value, rows in sorted(Counter(row[dimension] for row in found.clean).items())
    ]


def quality(found: FeedDay) -> list[dict]:
    """What share of the lines is bad, and how."""
    counts = rule_counts(found)
    id_column, time_column = ID[found.feed], TIME[found.feed]
    numerators = [("invalid_timestamp", time_column, counts[f"{time_column}_invalid"])]
    if found.feed != "customers":
        numerators.append(("orphan", "customer_id", counts["customer_id_orphan"]))
    numerators.append(("duplicate_id", id_column, duplicates(found)["id"]))
    numerators.append(("duplicate_row", None, duplicates(found)["full_row"]))
    for column in COLUMNS[found.feed]:
        empty = [row for row in found.rows if row.takes_part and row.texts[column] is None]
        numerators.append(("missing", column, len(empty)))
    total = len(found.rows)
    return [
        {
            "metric": metric,
            "column": column,
            "numerator": numerator,
            "denominator": total,
            "rate": numerator / total if total else None,
        }
        for metric, column, numerator in numerators
    ]


def distributions(found: FeedDay) -> list[dict]:
    """Percentiles of clean durations, and of clean amounts per currency."""
    column = {"events": "duration_ms", "orders": "amount"}.get(found.feed)
    values: dict[str | None, list[int | Decimal]] = {}
    for row in found.clean if column else []:
        if row[column] is not None:
            values.setdefault(row.get("currency"), []).append(row[column])
    return [
        {
            "column": column,
            "currency": currency,
            **{name: float(percentile(numbers, share)) for name, share in QUANTILES.items()},
        }
        for currency, numbers in sorted(values.items(), key=lambda item: item[0] or "")
    ]


def percentile(numbers: Iterable[int | Decimal], share: Fraction) -> Fraction:
    """Linear interpolation between the two nearest ranks."""
    ordered = sorted(Fraction(number) for number in numbers)
    position = share * (len(ordered) - 1)
    low = int(position)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (position - low)


def reject_reasons(found: FeedDay, variables: Variables) -> list[dict]:
    """Rows by rule, zeros too."""
    counts = rule_counts(found)
    return [
        {"rule": rule, "severity": severity, "rows": counts[rule]}
        for rule, severity in severities(found.feed, variables.rule_severities).items()
    ]


def hourly_volume(found: FeedDay, variables: Variables) -> list[dict]:
    """Received lines (any whose time can be read) and clean ones, by hour of D.

    None in an hour that clocks pass over, where neither its first nor its last second comes back
    from UTC as it was.
    """
    zone = ZoneInfo(variables.day_zone.get(found.feed, "UTC"))
    received = [row.time for row in found.rows if row.time is not None]
    clean = [row[f"{TIME[found.feed]}_utc"] for row in found.clean]
    by_hour = [
        Counter(
            shown.hour
            for shown in (on_the_wall(moment, found.feed, variables) for moment in moments)
            if shown.date() == found.day
        )
        for moments in (received, clean)
    ]
    ends = [
        [datetime.combine(found.day, time(hour, *edge)) for edge in ((0, 0), (59, 59))]
        for hour in range(24)
    ]
    is_there = [
        any(
            edge.replace(tzinfo=zone).astimezone(UTC).astimezone(zone).replace(tzinfo=None) == edge
            for edge in edges
        )
        for edges in ends
    ]
    return [
        {
            "hour": hour,
            "received": by_hour[0][hour] if is_there[hour] else None,
            "clean": by_hour[1][hour] if is_there[hour] else None,
        }
        for hour in range(24)
    ]


def feed_files(found: FeedDay) -> list[dict]:
    """What was received."""
    return [
        {
            "file": file.source_file,
            "data_lines": file.data_lines,
            "further_lines": file.further_lines,
            "missing_columns": file.missing_columns,
            "unexpected_columns": file.unexpected_columns,
            "fingerprint": file.fingerprint,
        }
        for file in found.files
    ]
