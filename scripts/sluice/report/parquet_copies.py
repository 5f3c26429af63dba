"""Copies clean, quarantine and marts to Parquet, for readers that need not wait for a run.

`<layer>/<table>/ingest_date=D/rows.parquet` has the rows of a date. `latest` has the same of the
latest date alone, and what is of no date: a link that changes in one step from one whole folder to
the next, so that whoever reads several tables there sees all of one run.
"""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from datetime import date
from functools import partial
from pathlib import Path

from duckdb import DuckDBPyConnection, DuckDBPyRelation

from sluice.books import feeds
from sluice.files.raw_files import partition_date
from sluice.report.publish import NotOurs, alone_in, check, publish, withdraw

ROWS = "rows.parquet"
LATEST = "latest"
TURNS = (".latest-a", ".latest-b")  # where it leads, by turns: readers of the last one can finish
HISTORY = "quarantine_ledger"  # has dates, whose rows change with any later run
MARTS = """
    select table_name, bool_or(column_name = 'ingest_date') and not bool_or(is_view) as is_dated
    from (
        select columns.table_name, columns.column_name, tables.table_type = 'VIEW' as is_view
        from information_schema.columns as columns
        inner join information_schema.tables as tables using (table_schema, table_name)
        where table_schema = 'marts'
    )
    group by table_name
    order by table_name
"""


def check_copies(root: Path, day: date) -> None:
    """Raises NotOurs where a date's copies can't be replaced, or would be read with others."""
    for name in (*(folder(*table, day) for table in feed_tables()), *copied(root, day)):
        check(root, name)
        if any(path.name != ROWS for path in (root / name).glob("*.parquet")):
            raise NotOurs(root / name, "holds another Parquet file, which is read with ours")
    check_latest(root)


def check_latest(root: Path) -> None:
    """Raises NotOurs where what is called latest was not made here."""
    link = root / LATEST
    if os.path.lexists(link) and not (link.is_symlink() and os.readlink(link) in TURNS):
        raise NotOurs(link, "was not made here")


def is_copied(root: Path, day: date) -> bool:
    """Tells whether a date has copies."""
    return (root / folder(*feed_tables()[-1], day) / ROWS).exists()


def write_copies(connection: DuckDBPyConnection, root: Path, days: list[date]) -> None:
    """Replaces the copies of some dates; a date without rows gets a file without rows."""
    tables = [*feed_tables(), *(("marts", name) for name in marts(connection, is_dated=True))]
    for day in days:
        for layer, table in tables:
            name = f"{layer}.{layer}_{table}" if layer != "marts" else f"{layer}.{table}"
            # Without a parameter: with one, DuckDB would keep all rows in memory first.
            whose = f"ingest_date = date '{day}'"
            rows = connection.sql(f"select * exclude (ingest_date) from {name} where {whose}")
            publish(root, folder(layer, table, day), partial(write_rows, rows))


def write_rows(rows: DuckDBPyRelation, new: Path) -> None:
    """Writes the file of a new folder."""
    rows.write_parquet(str(new / ROWS))


def remove_copies(root: Path, days: list[date]) -> None:
    """Removes the copies of some dates."""
    for day in days:
        for name in copied(root, day):
            withdraw(root, name)


def write_latest(connection: DuckDBPyConnection, root: Path) -> None:
    """Lets `latest` lead to the copies of the latest date, and to what is of no date."""
    with alone_in(root):
        check_latest(root)
        link = root / LATEST
        turn = TURNS[link.is_symlink() and os.readlink(link) == TURNS[0]]
        shutil.rmtree(root / turn, ignore_errors=True)
        days = {partition_date(path.name) for path in root.glob("clean/*/ingest_date=*")}
        for name in copied(root, max(day for day in days if day)) if days else []:
            target = root / turn / name / ROWS
            target.parent.mkdir(parents=True)
            share(root / name / ROWS, target)
        for table in marts(connection, is_dated=False):
            target = root / turn / "marts" / table / ROWS
            target.parent.mkdir(parents=True)
            connection.sql(f"select * from marts.{table}").write_parquet(str(target))
        new = root / f".{LATEST}-new"
        new.unlink(missing_ok=True)
        new.symlink_to(turn)
        new.replace(link)


def share(file: Path, target: Path) -> None:
    """Gives a file that is never written to again a second name, or copies it."""
    with suppress(OSError):  # a file system without second names
        target.hardlink_to(file)
        return
    shutil.copyfile(file, target)


def marts(connection: DuckDBPyConnection, is_dated: bool) -> list[str]:
    """The tables of marts whose rows are replaced by date, or the others."""
    found = connection.execute(MARTS).fetchall()
    return [name for name, dated in found if (dated and name != HISTORY) is is_dated]


def copied(root: Path, day: date) -> list[str]:
    """The folders that hold copies of a date."""
    found = root.glob(f"*/*/ingest_date={day}")
    layers = ("clean", "quarantine", "marts")
    names = [path.relative_to(root) for path in found]
    return sorted(str(name) for name in names if name.parts[0] in layers)


def folder(layer: str, table: str, day: date) -> str:
    """Where a table's rows of a date go."""
    return f"{layer}/{table}/ingest_date={day}"


def feed_tables() -> list[tuple[str, str]]:
    """The layers and feeds that are copied."""
    return [(layer, feed) for layer in ("clean", "quarantine") for feed in feeds()]
