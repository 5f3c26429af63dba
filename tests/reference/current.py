"""Section 2: the views of what holds now, over all dates that were processed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from tests.reference.variables import FEEDS, ID, TIME

if TYPE_CHECKING:
    from tests.reference.pipeline import Result

LATER_OF_ONE_TIME = {1: 2, -1: 3}  # by how the amount counts; any other is 1


def place(row: dict) -> tuple[date, str, int]:
    """When and where a row arrived."""
    return row["ingest_date"], row["source_file"], row["line_number"]


def clean_rows(result: Result, feed: str) -> list[dict]:
    """Every day's clean rows of a feed, in the order of their arrival."""
    rows = [row for day in result.days for row in result.clean[day][feed]]
    return sorted(rows, key=place)


def superseded_rows(result: Result) -> list[dict]:
    """The rows whose key arrived again within the look-back, where later arrivals replace."""
    found = []
    for feed in FEEDS:
        if result.variables.across_partitions.get(feed) != "replace":
            continue
        reach = timedelta(days=result.variables.lookback_days[feed])
        arrivals: dict[tuple, list[dict]] = {}
        for row in clean_rows(result, feed):
            arrivals.setdefault(key_in_clean(result, feed, row), []).append(row)
        for rows in arrivals.values():
            for row in rows:
                day = row["ingest_date"]
                later = [other["ingest_date"] for other in rows if other["ingest_date"] > day]
                if later and min(later) - day <= reach:
                    origin = dict(
                        zip(("ingest_date", "source_file", "line_number"), place(row), strict=True)
                    )
                    found.append(
                        {
                            "dataset": feed,
                            **origin,
                            "id": row[ID[feed]],
                            "superseded_by": min(later),
                        }
                    )
    return found


def key_in_clean(result: Result, feed: str, row: dict) -> tuple:
    """A clean row's key."""
    names = (f"{name}_utc" if name == TIME[feed] else name for name in result.variables.key[feed])
    return tuple(row[name] for name in names)


def orders_current(result: Result) -> list[dict]:
    """The latest row of each order that no later arrival replaced."""
    replaced = {place(row) for row in superseded_rows(result) if row["dataset"] == "orders"}
    latest: dict[str, dict] = {}
    for row in clean_rows(result, "orders"):
        if place(row) in replaced:
            continue
        before = latest.get(row["order_id"])
        if before is None or age(result, row) >= age(result, before):
            latest[row["order_id"]] = row
    return [without_marks(row) for row in latest.values()]


def age(result: Result, row: dict) -> tuple:
    """What tells which of two rows of an order is the later, before their arrival does."""
    return row["order_time_utc"], LATER_OF_ONE_TIME.get(result.signs.get(row["status"]), 1)


def customers_current(result: Result) -> list[dict]:
    """The last clean version of each customer."""
    rows = {row["customer_id"]: without_marks(row) for row in clean_rows(result, "customers")}
    return list(rows.values())


def without_marks(row: dict) -> dict:
    """A row without what was decided about its line."""
    left_out = ("names_its_date", "corrected", "received_line")
    return {name: value for name, value in row.items() if name not in left_out}
