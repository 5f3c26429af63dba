"""The page over all dates: reports/index.html."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from duckdb import DuckDBPyConnection

from sluice.books import day_zones, feeds
from sluice.report.acknowledged import NONE, Acknowledged
from sluice.report.pages.data import add_middles, read_blocks, read_rules
from sluice.report.pages.examples import add_examples
from sluice.report.pages.html import page
from sluice.report.publish import NotOurs, publish_file
from sluice.warehouse.state import begun_dates, finished_dates, has, part_dates, stale_dates

NAME = "index.html"
MARK = "validation_report.json and alerts.json of each date"  # in every page of ours
EXAMPLE_DATES = 7  # the latest ones; earlier dates have theirs on their own page
EXAMPLES = 2  # per reason and date


def publish_overview(
    connection: DuckDBPyConnection, root: Path, acknowledged: Acknowledged = NONE
) -> bool:
    """Replaces the page in one step, removes it with the last reports. Tells if there is one."""
    check_overview(root)
    shown = overview(connection, acknowledged) | {"absent": absent(connection, root)}
    if shown["days"] or shown["unfinished"]:
        publish_file(root, NAME, page("Data quality", shown))
        return True
    has_reports = any(root.glob("ingest_date=*/validation_report.json"))
    if not has_reports:  # else it is the page of another warehouse's dates
        (root / NAME).unlink(missing_ok=True)
    return False


def check_overview(root: Path) -> None:
    """Raises NotOurs where another page, or a link, has the overview's place."""
    path = root / NAME
    if path.is_symlink() or (path.exists() and not is_ours(path)):
        raise NotOurs(path, "was not made here")


def is_ours(path: Path) -> bool:
    """Tells whether a file is a page of this project."""
    return path.is_file() and MARK.encode() in path.read_bytes()


def overview(connection: DuckDBPyConnection, acknowledged: Acknowledged = NONE) -> dict[str, Any]:
    """What the page shows: every date whose last run finished."""
    days = sorted(finished_dates(connection))
    blocks = read_blocks(connection, days, acknowledged) if days else {}
    if days:
        add_examples(connection, blocks, days[-EXAMPLE_DATES:], EXAMPLES)
        add_middles(connection, blocks, days)
    return {
        "kind": "overview",
        "feeds": feeds(),
        "zones": day_zones(),
        "days": [str(day) for day in days],
        "blocks": {str(day): block for day, block in blocks.items()},
        "rules": read_rules(connection) if days else {},
        "stale": known_stale(connection, days),
        "unfinished": [str(day) for day in sorted(begun_dates(connection))],
        "partly_built": [str(day) for day in sorted(part_dates(connection))],
    }


def absent(connection: DuckDBPyConnection, root: Path) -> list[str]:
    """The finished dates whose own page is not in this folder, as in a new one."""
    days = sorted(finished_dates(connection))
    return [str(day) for day in days if not (root / f"ingest_date={day}" / NAME).is_file()]


def known_stale(connection: DuckDBPyConnection, days: list[date]) -> dict[str, str]:
    """The shown dates that are stale, as the last run or look found them, and why."""
    if not has(connection, "raw", "stale_dates"):
        return {}
    found = stale_dates(connection)
    return {str(day): found[day] for day in days if day in found}
