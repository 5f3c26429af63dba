"""Asks the warehouse, read-only. Feeds and tables are names of ours, everything else is bound."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from duckdb import DuckDBPyConnection

from sluice.warehouse.state import check_built, check_layout, open_warehouse

Row = dict[str, Any]
Span = tuple[date, date]
EVER = (date.min, date.max)


@contextmanager
def reading(path: Path, name: str) -> Iterator[DuckDBPyConnection]:
    """The warehouse, opened for reading; a Problem where that can't be."""
    with open_warehouse(path, name, read_only=True) as connection:
        check_layout(connection, name)
        check_built(connection, name, "rules")
        yield connection


def rows(connection: DuckDBPyConnection, query: str, **parameters: Any) -> list[Row]:
    """The rows of a query, by column."""
    cursor = connection.execute(query, parameters)
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, values, strict=True)) for values in cursor.fetchall()]
