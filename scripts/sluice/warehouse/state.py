"""The warehouse as the scripts see it: whether it is free, and which dates it holds."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TypeVar

import duckdb

from sluice.books import LAYERS
from sluice.printable import printable
from sluice.problems import BAD_INPUT, Problem, WarehouseLocked
from sluice.warehouse import spark
from sluice.warehouse.layout import layout_problem
from sluice.warehouse.lock import locked

HOLDER = re.compile(r"Conflicting lock is held in (.+?) ?\(PID (\d+)\)")
POLL_SECONDS = 0.2
# Nothing is ever downloaded; what the project needs is part of DuckDB's package.
NO_EXTENSIONS: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}
MEMORY_LIMIT = "2GB"  # as in profiles.yml, unless SLUICE_MEMORY_LIMIT says otherwise
# As the database of a file has its name, these would be ambiguous in SQL.
TAKEN = ("raw", *LAYERS, "vocabulary", "main", "temp", "system", "scratch")
ADDRESS = re.compile(r"[\w+.-]*:")  # of a server, or `:memory:`
UNUSABLE = re.compile(r"[?#\x00-\x1f\x7f]")  # in a path: dbt takes it for the end of an address
QUOTES = re.compile(r"""['";]""")  # in the file's name, which is the database's
MAGIC, MAGIC_OFFSET = b"DUCK", 8  # in every file of DuckDB's
Result = TypeVar("Result")


def as_held(error: BaseException, warehouse: str) -> WarehouseLocked | None:
    """Returns who has the warehouse open, where that is what the error is about."""
    match = HOLDER.search(str(error))
    return (
        WarehouseLocked(warehouse, f"process {match[2]} ({Path(match[1]).name})") if match else None
    )


def check_free(path: Path, name: str) -> None:
    """Raises where no run is possible: the warehouse is open elsewhere, or of another version."""
    if path.exists():
        with open_warehouse(path, name, read_only=False) as connection:
            check_layout(connection, name)


def check_name(path: Path, name: str) -> None:
    """Raises a Problem where no DuckDB file of that name could be a warehouse."""
    if address := ADDRESS.match(name):
        problem = f"The warehouse must be a file on this machine, not {address[0]}..."
        raise Problem(BAD_INPUT, f"{problem} (a file of such a name: ./{address[0]}...).")
    if UNUSABLE.search(str(path)):
        problem = f"The warehouse's path cannot hold ?, # or control characters: {printable(name)}."
        raise Problem(BAD_INPUT, problem)
    if QUOTES.search(path.name):
        raise Problem(BAD_INPUT, f"The warehouse's name cannot hold quotes or semicolons: {name}.")
    if path.stem.lower() in TAKEN:
        problem = f"The warehouse cannot be called {path.name}: {path.stem} has a meaning in SQL."
        raise Problem(BAD_INPUT, f"{problem} Choose another name.")


def check_file(path: Path, name: str) -> None:
    """Raises a Problem where there is something that is no file of DuckDB's."""
    try:
        if not path.exists():
            return
        if not path.is_file():
            raise Problem(BAD_INPUT, f"Cannot open the warehouse {name}: it is no file.")
        with path.open("rb") as file:
            head = file.read(MAGIC_OFFSET + len(MAGIC))
    except OSError as error:
        what = f"Cannot open the warehouse {name}: {error.strerror or error}."
        raise Problem(BAD_INPUT, what) from None
    if not head.endswith(MAGIC):
        raise Problem(BAD_INPUT, f"Cannot open the warehouse {name}: it is no DuckDB database.")


def open_warehouse(path: Path, name: str, read_only: bool) -> duckdb.DuckDBPyConnection:
    """Opens the warehouse; `name` is the path as the user knows it."""
    if read_only and not path.exists():
        raise Problem(BAD_INPUT, f"No warehouse: {path} does not exist. Build a date first.")
    check_file(path, name)
    limit = os.environ.get("SLUICE_MEMORY_LIMIT") or MEMORY_LIMIT
    try:
        config = NO_EXTENSIONS | {"memory_limit": limit}
        return duckdb.connect(str(path), read_only=read_only, config=config)
    except duckdb.Error as error:
        if held := as_held(error, name):
            raise held from None
        what = re.sub(r"^\w+ Error: ", "", str(error)).splitlines()[0]
        refused = as_no_limit(what)
        raise refused or Problem(BAD_INPUT, f"Cannot open the warehouse {name}: {what}") from None


def as_no_limit(what: str) -> Problem | None:
    """Returns what is wrong with the memory limit, where that is what DuckDB speaks of."""
    if not re.search("memory must have|unknown unit for memory", what, re.IGNORECASE):
        return None
    return Problem(BAD_INPUT, f"SLUICE_MEMORY_LIMIT is no size such as 2GB: {what}.")


def check_layout(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    """Raises a Problem where another version built the warehouse."""
    if has(connection, "raw", "warehouse_version"):
        query = "select layout, built_by from raw.warehouse_version"
        (found,) = connection.execute(query).fetchall()
        problem = layout_problem(name, *found)
    elif has(connection, "raw", "begun_dates"):
        problem = layout_problem(name, None, None)
    else:
        problem = None  # nothing was built
    if problem:
        raise Problem(BAD_INPUT, problem)


@contextmanager
def alone(path: Path, name: str) -> Iterator[None]:
    """Keeps other runs out of the warehouse; WarehouseLocked where anybody has it open."""
    if spark.is_chosen():
        with spark.alone(path, name):
            yield
        return
    with locked(lock_file(path), name):
        check_free(path, name)
        yield


def lock_file(path: Path) -> Path:
    """The file that a run of a DuckDB warehouse locks, however the warehouse was named."""
    found = path.resolve()
    return found.with_name(f"{found.name}.lock")


def when_free(path: Path, name: str, seconds: float, work: Callable[[], Result]) -> Result:
    """Does the work; where another process has the warehouse, tries again for so many seconds."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            with alone(path, name):
                return work()
        except WarehouseLocked:
            if time.monotonic() + POLL_SECONDS > deadline:
                raise
        time.sleep(POLL_SECONDS)


def has(connection: duckdb.DuckDBPyConnection, schema: str, table: str) -> bool:
    """Tells whether a table exists."""
    query = "select 1 from duckdb_tables() where schema_name = ? and table_name = ?"
    return connection.execute(query, [schema, table]).fetchone() is not None


def check_built(connection: duckdb.DuckDBPyConnection, name: str, mart: str) -> None:
    """Raises a Problem where a mart that is asked for was never built."""
    if not has(connection, "marts", mart):
        raise Problem(BAD_INPUT, f"{name} holds no finished build. Build a date first.")


def dates_in(
    connection: duckdb.DuckDBPyConnection, schema: str, table: str, condition: str = "true"
) -> set[date]:
    """The dates in a table, or in some of its rows; none where there is no such table."""
    if not has(connection, schema, table):
        return set()
    query = f"select distinct ingest_date from {schema}.{table} where {condition}"
    return {row[0] for row in connection.execute(query).fetchall()}


def begun_dates(connection: duckdb.DuckDBPyConnection) -> set[date]:
    """Dates that a run has begun and not finished, or of which it built only a part."""
    return dates_in(connection, "raw", "begun_dates")


def part_dates(connection: duckdb.DuckDBPyConnection) -> set[date]:
    """Those of them of which only a part was to be built."""
    return dates_in(connection, "raw", "begun_dates", "is_part")


def finished_dates(connection: duckdb.DuckDBPyConnection) -> set[date]:
    """Dates whose last run has finished."""
    return dates_in(connection, "marts", "built_dates") - begun_dates(connection)


def stale_dates(connection: duckdb.DuckDBPyConnection) -> dict[date, str]:
    """Stale dates as the last run or look found them, and why."""
    query = "select ingest_date, reasons from raw.stale_dates order by ingest_date"
    return dict(connection.execute(query).fetchall())
