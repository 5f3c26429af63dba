"""Copies clean and quarantine to Parquet, a folder per table and date."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from duckdb import DuckDBPyConnection

from sluice.books import feeds
from sluice.report.publish import NotOurs, check, publish, withdraw

ROWS = "rows.parquet"


def check_copies(root: Path, day: date) -> None:
    """Raises NotOurs where a date's copies can't be replaced, or would be read with others."""
    for layer, feed in tables():
        name = folder(layer, feed, day)
        check(root, name)
        if any(path.name != ROWS for path in (root / name).glob("*.parquet")):
            raise NotOurs(root / name, "holds another Parquet file, which is read with ours")


def write_copies(connection: DuckDBPyConnection, root: Path, days: list[date]) -> None:
    """Replaces the copies of some dates; a date without rows gets a file without rows."""
    for day in days:
        for layer, feed in tables():
            query = (
                f"select * exclude (ingest_date) from {layer}.{layer}_{feed} where ingest_date = ?"
            )
            rows = connection.sql(query, params=[day])
            publish(
                root,
                folder(layer, feed, day),
                lambda new, rows=rows: rows.write_parquet(str(new / ROWS)),
            )


def remove_copies(root: Path, days: list[date]) -> None:
    """Removes the copies of some dates."""
    for day in days:
        for layer, feed in tables():
            withdraw(root, folder(layer, feed, day))


def folder(layer: str, feed: str, day: date) -> str:
    """Where a table's rows of a date go."""
    return f"{layer}/{feed}/ingest_date={day}"


def tables() -> list[tuple[str, str]]:
    """The layers and feeds that are copied."""
    return [(layer, feed) for layer in ("clean", "quarantine") for feed in feeds()]
