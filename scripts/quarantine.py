#!/usr/bin/env python3
"""Shows what is in quarantine, and helps to mend it. Reads the warehouse, and never changes it.

examples:
  python scripts/quarantine.py list --date 2025-12-10
  python scripts/quarantine.py list --feed orders --reason status_unknown
  python scripts/quarantine.py why ingest_date=2025-12-10/events_raw.csv:17
  python scripts/quarantine.py why o17              the rows of an order, event or customer
  python scripts/quarantine.py suggest              values that no vocabulary knows
  python scripts/quarantine.py suggest --accept 0.95

exit codes: 0 done   2 wrong arguments or nothing there   4 another process has the warehouse open
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

from mending.listing import listing, listing_text
from mending.reading import reading
from mending.stories import stories, stories_text
from mending.vocabulary import accept, accepted_text, unmapped, unmapped_text
from mending.words import FEEDS
from pipeline.problems import Parser, Problem, add_date_arguments, date_range

ROOT = Path(__file__).resolve().parents[1]


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
    return found


def add_list(commands: argparse._SubParsersAction) -> None:
    """The command `list`."""
    command = commands.add_parser("list", help="count the rows by reason, with an example of each")
    add_date_arguments(command)
    command.add_argument("--feed", choices=FEEDS, help="of one feed")
    command.add_argument("--reason", metavar="RULE", help="with one reason")
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


def similarity(text: str) -> float:
    """Reads a similarity."""
    try:
        value = float(text)
    except ValueError:
        value = -1
    if not 0 < value <= 1:
        raise argparse.ArgumentTypeError(f"'{text}' is not above 0 and at most 1")
    return value


def add_json(command: argparse.ArgumentParser, work: Callable) -> None:
    """Ends a command that shows something."""
    command.add_argument("--json", action="store_true", help="print JSON instead")
    command.set_defaults(work=work)


def main(argv: list[str] | None = None) -> int:
    """Runs the command; returns its exit code."""
    arguments = parser().parse_args(argv)
    try:
        arguments.work(arguments)
    except Problem as problem:
        print(problem, file=sys.stderr)
        return problem.exit_code
    except BrokenPipeError:  # the reader, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def show_list(arguments: argparse.Namespace) -> None:
    """Counts by reason."""
    span = date_range(arguments)
    with reading(*warehouse(arguments)) as connection:
        show(arguments, listing(connection, span, arguments.feed, arguments.reason), listing_text)


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


def show(arguments: argparse.Namespace, found: list, as_text: Callable[[list], str]) -> None:
    """Prints for a machine or for a person."""
    print(
        json.dumps(found, indent=2, default=str, ensure_ascii=False)
        if arguments.json
        else as_text(found)
    )


def warehouse(arguments: argparse.Namespace) -> tuple[Path, str]:
    """Where the warehouse is, and its name as the user knows it."""
    if arguments.warehouse:
        return Path(arguments.warehouse).resolve(), arguments.warehouse
    name = os.environ.get("SLUICE_WAREHOUSE") or "data/warehouse.duckdb"
    return ROOT / name, name


if __name__ == "__main__":
    sys.exit(main())
