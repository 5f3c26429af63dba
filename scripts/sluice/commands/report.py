"""Writes the reports of built dates from the marts: the last step of a run, by itself.

examples:
  python scripts/export_reports.py                      every finished date
  python scripts/export_reports.py --date 2025-12-10    after a `dbt build` by hand

exit codes: 0 done   2 wrong arguments, or a date that isn't finished   3 writing failed
            4 another process has the warehouse open
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from sluice import command_line as commands
from sluice.build import dbt_runs
from sluice.build.places import Places, find_places
from sluice.files.saving import check_writable
from sluice.problems import (
    BAD_INPUT,
    DONE,
    FAILED,
    Parser,
    Problem,
    add_date_arguments,
    cannot_write,
    complain,
    date_range,
)
from sluice.report.pages.overview import NAME, publish_overview
from sluice.report.reports import publish_reports
from sluice.settings import (
    ROOT,
    WAREHOUSE_HELP,
    add_acknowledged_argument,
    add_target_argument,
    choose_target,
    warehouse_default,
)
from sluice.warehouse import spark
from sluice.warehouse.state import (
    begun_dates,
    check_built,
    check_layout,
    finished_dates,
    open_warehouse,
    part_dates,
)
from sluice.words import counted, from_to

BUILT_OTHERWISE = "{} lacks tables of this version: run the pipeline for any date first."


def parser() -> argparse.ArgumentParser:
    """The command line."""
    found = Parser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_date_arguments(found)
    add = found.add_argument
    add_target_argument(found)
    add("--warehouse", metavar="FILE", help=WAREHOUSE_HELP)
    add("--reports-dir", metavar="DIR", help="default: SLUICE_REPORTS_DIR or reports")
    add_acknowledged_argument(found)
    return found


def main(argv: list[str] | None = None) -> int:
    """Runs the command; returns its exit code."""
    return commands.run(lambda: parser().parse_args(argv), export)


def export(arguments: argparse.Namespace) -> int:
    """Writes the reports that were asked for."""
    span = date_range(arguments)
    choose_target(arguments.target)
    places = find_places(arguments)
    with built(places) as connection:
        days = chosen_days(connection, span)
        check_folder(places, days)
        has_page = write(connection, places, days)
    reports = places.reports.path
    print(f"Wrote the reports of {counted(len(days), 'date')} to {reports}")
    if has_page:
        print(f"Open {reports / NAME}")
    return DONE


@contextmanager
def built(places: Places) -> Iterator[DuckDBPyConnection]:
    """What is built, where it can be published; a Problem where it can't."""
    places.check_warehouse()
    places.check_apart()
    places.known_alerts()
    warehouse = places.warehouse.path
    with opened(warehouse) as connection:
        check_layout(connection, str(warehouse))
        check_built(connection, str(warehouse), "built_dates")
        yield connection


def write(connection: DuckDBPyConnection, places: Places, days: list[date]) -> bool:
    """Writes the reports of some dates, and the page over all; tells if there is one."""
    reports, acknowledged = places.reports.path, places.known_alerts()
    try:
        for _ in publish_reports(connection, reports, days, acknowledged):
            pass
        return publish_overview(connection, reports, acknowledged)
    except OSError as error:
        raise Problem(FAILED, str(cannot_write(f"reports to {reports}", error))) from None
    except duckdb.CatalogException:
        words = BUILT_OTHERWISE.format(places.warehouse.path)
        raise Problem(BAD_INPUT, words) from None


def check_folder(places: Places, days: list[date]) -> None:
    """Raises a Problem where the reports of some dates can't be written."""
    try:
        check_writable(places.reports.path)
    except OSError as error:
        raise cannot_write(f"reports to {places.reports.path}", error) from None
    places.check_published(days)


@contextmanager
def opened(warehouse: Path) -> Iterator[DuckDBPyConnection]:
    """The warehouse, or what is published of the one on Spark."""
    if not spark.is_chosen():
        with open_warehouse(warehouse, str(warehouse), read_only=True) as connection:
            yield connection
        return
    os.environ[warehouse_default()[0]] = str(warehouse)
    os.chdir(ROOT)  # dbt's paths are relative to the project
    with spark.alone(warehouse, str(warehouse)):
        dbt_runs.open_session(str(warehouse))
        with dbt_runs.connection() as connection:
            yield connection


def chosen_days(connection: DuckDBPyConnection, span: tuple[date, date] | None) -> list[date]:
    """The finished dates of a span, or all of them; a Problem where one of the span isn't."""
    start, end = span or (date.min, date.max)
    finished = sorted(day for day in finished_dates(connection) if start <= day <= end)
    why_not = {
        "the last run did not finish them": begun_dates(connection) - part_dates(connection),
        "only a part of them was built": part_dates(connection),
    }
    left_out = {
        why: ", ".join(map(str, sorted(days)))
        for why, among in why_not.items()
        if (days := {day for day in among if start <= day <= end})
    }
    if span and left_out:
        words = "; ".join(f"{names}, as {why}" for why, names in left_out.items())
        raise Problem(BAD_INPUT, f"Not exported: {words}.")
    if span and not finished:
        raise Problem(BAD_INPUT, f"Not built: {from_to(start, end)}.")
    for why, names in left_out.items():
        complain(f"Left out, as {why}: {names}")
    return finished
