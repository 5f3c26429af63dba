"""Shows what is in quarantine, and helps to mend it. Reads the warehouse, and never changes it.

examples:
  sluice quarantine list --date 2025-12-10
  sluice quarantine list --reason orders.status_unknown
  sluice quarantine why data/raw/ingest_date=2025-12-10/events_raw.csv:17
  sluice quarantine why o17              the rows of an order, event or customer
  sluice quarantine suggest              values that no vocabulary knows
  sluice quarantine suggest --accept 0.95
  sluice quarantine export --date 2025-12-10 --feed orders > fix.csv

exit codes: 0 done   2 wrong arguments or nothing there   3 it failed
            4 another process has the warehouse open
"""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Callable
from pathlib import Path

from sluice import command_line as commands
from sluice.build.places import CORRECTIONS, find_place
from sluice.problems import (
    BAD_INPUT,
    DONE,
    Parser,
    Problem,
    add_date_arguments,
    calendar_day,
    complain,
    date_range,
)
from sluice.quarantine.asked import check_dates, feed_and_reason, feed_name
from sluice.quarantine.exporting import export, is_output
from sluice.quarantine.listing import listing, listing_text
from sluice.quarantine.reading import reading
from sluice.quarantine.stories import stories, stories_text
from sluice.quarantine.vocabulary import accept, accepted_text, similarity, unmapped, unmapped_text
from sluice.settings import clear_environment, warehouse_default
from sluice.terminal import fitted
from sluice.warehouse import spark
from sluice.warehouse.state import check_name
from sluice.words import counted


def parser() -> argparse.ArgumentParser:
    """The command line."""
    found = Parser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    found.add_argument(
        "--warehouse", metavar="FILE", help="default: SLUICE_WAREHOUSE or data/warehouse.duckdb"
    )
    commands = found.add_subparsers(required=True, metavar="COMMAND")
    add_list(commands)
    add_why(commands)
    add_suggest(commands)
    add_export(commands)
    return found


def add_list(commands: argparse._SubParsersAction) -> None:
    """The command `list`."""
    command = commands.add_parser("list", help="count the rows by reason, with an example of each")
    add_date_arguments(command)
    command.add_argument("--feed", type=feed_name, metavar="FEED", help="of one feed")
    command.add_argument("--reason", metavar="RULE", help="with one reason, as rule or feed.rule")
    add_json(command, show_list)


def add_why(commands: argparse._SubParsersAction) -> None:
    """The command `why`."""
    command = commands.add_parser("why", help="tell a row's whole story")
    command.add_argument("row", metavar="FILE:LINE|ID", help="where it stands, or its id")
    add_json(command, show_why)


def add_suggest(commands: argparse._SubParsersAction) -> None:
    """The command `suggest`."""
    command = commands.add_parser("suggest", help="print or add names for the vocabularies")
    command.add_argument(
        "--accept",
        type=similarity,
        metavar="SIMILARITY",
        help="add the names that are at least so much like a known one (0 to 1) to the seeds",
    )
    add_json(command, suggest)


def add_export(commands: argparse._SubParsersAction) -> None:
    """The command `export`."""
    command = commands.add_parser("export", help="print a date's rows as a CSV file to correct")
    add = command.add_argument
    add("--date", type=calendar_day, metavar="D", required=True, help="the date, YYYY-MM-DD")
    add("--feed", type=feed_name, metavar="FEED", required=True)
    add("--reason", metavar="RULE", help="of the rows nobody decided about, those with one reason")
    add("--by", metavar="NAME", help="who corrects (default: the user of this machine)")
    add(
        "--corrections-dir",
        metavar="DIR",
        help="default: SLUICE_CORRECTIONS_DIR or data/corrections",
    )
    command.set_defaults(work=print_export)


def add_json(command: argparse.ArgumentParser, work: Callable) -> None:
    """Ends a command that shows something."""
    command.add_argument("--json", action="store_true", help="print JSON instead")
    command.set_defaults(work=work)


def main(argv: list[str] | None = None) -> int:
    """Runs the command; returns its exit code."""
    return commands.run(lambda: parser().parse_args(argv), work)


def work(arguments: argparse.Namespace) -> int:
    """Does what was asked for."""
    if spark.is_chosen():
        raise Problem(BAD_INPUT, "This looks at DuckDB's warehouse alone: unset SLUICE_TARGET.")
    clear_environment()
    arguments.work(arguments)
    return DONE


def show_list(arguments: argparse.Namespace) -> None:
    """Counts by reason."""
    span = date_range(arguments)
    with reading(*warehouse(arguments)) as connection:
        check_dates(connection, span)
        feed, reason = feed_and_reason(connection, arguments.feed, arguments.reason)
        show(arguments, listing(connection, span, feed, reason), listing_text)


def show_why(arguments: argparse.Namespace) -> None:
    """A row's story."""
    with reading(*warehouse(arguments)) as connection:
        show(arguments, stories(connection, arguments.row), stories_text)


def suggest(arguments: argparse.Namespace) -> None:
    """Unknown values, printed or added to the seeds."""
    with reading(*warehouse(arguments)) as connection:
        if arguments.accept is None:
            return show(arguments, unmapped(connection), unmapped_text)
        accepted = accept(connection, arguments.accept)
    if arguments.json:
        return show(arguments, accepted.added, unmapped_text)
    print(accepted_text(accepted))


def print_export(arguments: argparse.Namespace) -> None:
    """A table to correct, on standard output; what to do with it, on standard error."""
    folder = find_place(arguments.corrections_dir, *CORRECTIONS)
    file = folder.path / f"ingest_date={arguments.date}" / f"{arguments.feed}.csv"
    if is_output(file):
        raise Problem(
            BAD_INPUT, f"{file} is the output and held the decisions so far: write elsewhere."
        )
    author = user() if arguments.by is None else arguments.by
    with reading(*warehouse(arguments)) as connection:
        check_dates(connection, (arguments.date, arguments.date))
        _, reason = feed_and_reason(connection, arguments.feed, arguments.reason)
        content, count, notes = export(
            connection, arguments.date, arguments.feed, reason, file, author
        )
    sys.stdout.buffer.write(content)
    sys.stdout.flush()
    for note in notes:
        complain(note)
    name = f"{folder.name}/ingest_date={arguments.date}/{arguments.feed}.csv"
    complain(
        f"{counted(count, 'row')}. Edit values, or write yes under waive; save it as {name}; then"
        f" .venv/bin/python scripts/run_pipeline.py --date {arguments.date}"
    )


def user() -> str:
    """The name of whoever runs this; a Problem where the machine knows none."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        problem = "This machine knows no name for its user: say who corrects with --by."
        raise Problem(BAD_INPUT, problem) from None


def show(arguments: argparse.Namespace, found: list, as_text: Callable[[list], str]) -> None:
    """Prints for a machine or for a person."""
    as_json = commands.as_json
    print(as_json(found, default=str) if arguments.json else fitted(as_text(found), sys.stdout))


def warehouse(arguments: argparse.Namespace) -> tuple[Path, str]:
    """Where the warehouse is, and its name as the user knows it."""
    found = find_place(arguments.warehouse, *warehouse_default())
    check_name(found.path, found.name)
    return found.path, found.name
