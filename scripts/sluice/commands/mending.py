"""The commands of the queue that decide about lines: export, fix and waive.

They write files of corrections, which the next run of their date reads.
"""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Callable
from contextlib import nullcontext
from datetime import date
from pathlib import Path

from duckdb import DuckDBPyConnection

from sluice.books import columns
from sluice.build.places import CORRECTIONS, find_place
from sluice.build.spelled import run_command
from sluice.files.saving import alone_at, save
from sluice.problems import BAD_INPUT, Problem, calendar_day, complain, some_words
from sluice.quarantine.asked import check_dates, feed_and_reason, feed_name
from sluice.quarantine.exporting import as_csv, export, is_output
from sluice.quarantine.mending import Line, changes, check_mendable, decide, line_at
from sluice.quarantine.reading import Row, reading
from sluice.settings import warehouse_default
from sluice.warehouse.state import check_name
from sluice.words import counted

Commands = argparse._SubParsersAction
Decision = Callable[[DuckDBPyConnection, Line], Row]


def add_export(commands: Commands) -> None:
    """The command `export`."""
    command = commands.add_parser("export", help="print a date's rows as a CSV file to correct")
    add = command.add_argument
    add("--date", type=calendar_day, metavar="D", required=True, help="the date, YYYY-MM-DD")
    add("--feed", type=feed_name, metavar="FEED", required=True)
    add("--reason", metavar="RULE", help="of the rows nobody decided about, those with one reason")
    add("--save", action="store_true", help="save it where the next run reads it")
    add_author(command)
    command.set_defaults(work=write_export)


def add_fix(commands: Commands) -> None:
    """The command `fix`."""
    command = commands.add_parser("fix", help="correct values of a line")
    command.add_argument("row", metavar="FILE:LINE", help="where it stands")
    command.add_argument("values", metavar="COLUMN=VALUE", nargs="+", help="what it should be")
    command.add_argument("--note", default="", metavar="TEXT", help="why")
    add_author(command)
    command.set_defaults(work=fix)


def add_waive(commands: Commands) -> None:
    """The command `waive`."""
    command = commands.add_parser("waive", help="let a line stay bad")
    command.add_argument("row", metavar="FILE:LINE", help="where it stands")
    command.add_argument("--note", required=True, type=some_words, metavar="TEXT", help="why")
    add_author(command)
    command.set_defaults(work=waive)


def add_author(command: argparse.ArgumentParser) -> None:
    """Adds who decides, and where that is kept."""
    add = command.add_argument
    add("--by", metavar="NAME", help="who corrects (default: the user of this machine)")
    add(
        "--corrections-dir",
        metavar="DIR",
        help="default: SLUICE_CORRECTIONS_DIR or data/corrections",
    )


def write_export(arguments: argparse.Namespace) -> None:
    """A table to correct, printed or saved; what to do with it, on standard error."""
    file, name = file_of(arguments, arguments.date, arguments.feed)
    if not arguments.save and is_output(file):
        raise Problem(
            BAD_INPUT, f"{file} is the output and held the decisions so far: use --save instead."
        )
    with reading(*warehouse(arguments)) as connection:
        check_dates(connection, (arguments.date, arguments.date))
        _, reason = feed_and_reason(connection, arguments.feed, arguments.reason)
        with alone_at(file) if arguments.save else nullcontext():
            table, notes = export(
                connection,
                arguments.date,
                arguments.feed,
                lambda row: reason is None or reason in row["reject_reason"],
                file,
                author(arguments),
            )
            content = as_csv(columns(arguments.feed), table)
            if arguments.save:
                save(file, content)
    if not arguments.save:
        sys.stdout.buffer.write(content)
        sys.stdout.flush()
    for note in notes:
        complain(note)
    where = f"Saved as {name}: edit" if arguments.save else "Edit"
    then = "" if arguments.save else f" save it as {name};"
    complain(
        f"{counted(len(table), 'row')}. {where} values, or write yes under waive;{then} then"
        f" {run_command(arguments, '--date', arguments.date)}"
    )


def fix(arguments: argparse.Namespace) -> None:
    """Corrects values of a line."""
    note = {"note": arguments.note} if arguments.note else {}

    def decision(connection: DuckDBPyConnection, line: Line) -> Row:
        check_mendable(connection, line)
        return {**changes(line.feed, arguments.values), **note}

    decide_about(arguments, decision, "corrected")


def waive(arguments: argparse.Namespace) -> None:
    """Waives a line."""
    decide_about(arguments, lambda *_: {"waive": "yes", "note": arguments.note}, "waived")


def decide_about(arguments: argparse.Namespace, decision: Decision, done: str) -> None:
    """Saves what is decided about a line of a feed, and says what to run."""
    with reading(*warehouse(arguments)) as connection:
        line = line_at(connection, arguments.row)
        file, name = file_of(arguments, line.day, line.feed)
        decided = decision(connection, line)
        notes = decide(connection, line, file, author(arguments), decided)
    for note in notes:
        complain(note)
    then = run_command(arguments, "--date", line.day)
    print(f"{line} is {done} in {name}; now run {then}")


def file_of(arguments: argparse.Namespace, day: date, feed: str) -> tuple[Path, str]:
    """The file of the corrections of a date and feed, and its name as the user knows it."""
    folder = find_place(arguments.corrections_dir, *CORRECTIONS)
    name = f"ingest_date={day}/{feed}.csv"
    return folder.path / name, f"{folder.name}/{name}"


def author(arguments: argparse.Namespace) -> str:
    """Who decides."""
    return user() if arguments.by is None else arguments.by


def user() -> str:
    """The name of whoever runs this; a Problem where the machine knows none."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        problem = "This machine knows no name for its user: say who corrects with --by."
        raise Problem(BAD_INPUT, problem) from None


def warehouse(arguments: argparse.Namespace) -> tuple[Path, str]:
    """Where the warehouse is, and its name as the user knows it."""
    found = find_place(arguments.warehouse, *warehouse_default())
    check_name(found.path, found.name)
    return found.path, found.name
