"""Shows what is in quarantine, and helps to mend it. Reads the warehouse, and never changes it.

examples:
  sluice quarantine list --date 2025-12-10
  sluice quarantine list --reason orders.status_unknown
  sluice quarantine why data/raw/ingest_date=2025-12-10/events_raw.csv:17
  sluice quarantine why o17              the rows of an order, event or customer
  sluice quarantine suggest              values that no vocabulary knows
  sluice quarantine suggest --accept 0.95 --category country
  sluice quarantine show --reason orders.amount_invalid --limit 5
  sluice quarantine fix ingest_date=2025-12-10/orders_raw.csv:25 amount=186.76
  sluice quarantine waive ingest_date=2025-12-10/orders_raw.csv:26 --note "a test order"
  sluice quarantine export --date 2025-12-10 --feed orders > fix.csv
  sluice quarantine export --date 2025-12-10 --feed orders --save

exit codes: 0 done   2 wrong arguments or nothing there   3 it failed
            4 another process has the warehouse open
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable

from sluice import command_line as commands
from sluice.build.spelled import run_command
from sluice.commands.mending import add_export, add_fix, add_waive, warehouse
from sluice.problems import (
    BAD_INPUT,
    DONE,
    Parser,
    Problem,
    add_date_arguments,
    complain,
    date_range,
)
from sluice.quarantine.asked import check_dates, feed_and_reason, feed_name
from sluice.quarantine.listing import listing, listing_text, total
from sluice.quarantine.reading import reading
from sluice.quarantine.showing import showing, showing_text
from sluice.quarantine.stories import stories, stories_text
from sluice.quarantine.vocabulary import (
    add,
    added_text,
    proposed,
    proposed_text,
    similarity,
    unmapped,
    unmapped_text,
)
from sluice.settings import clear_environment
from sluice.terminal import fitted
from sluice.warehouse import spark


def parser() -> argparse.ArgumentParser:
    """The command line."""
    found = Parser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    found.add_argument(
        "--warehouse", metavar="FILE", help="default: SLUICE_WAREHOUSE or data/warehouse.duckdb"
    )
    commands = found.add_subparsers(required=True, metavar="COMMAND")
    add_list(commands)
    add_why(commands)
    add_show(commands)
    add_suggest(commands)
    add_fix(commands)
    add_waive(commands)
    add_export(commands)
    return found


def add_list(commands: argparse._SubParsersAction) -> None:
    """The command `list`."""
    command = commands.add_parser("list", help="count the rows by reason, with an example of each")
    add_date_arguments(command)
    command.add_argument("--feed", type=feed_name, metavar="FEED", help="of one feed")
    command.add_argument("--reason", metavar="RULE", help="with one reason, as rule or feed.rule")
    command.add_argument("--short", action="store_true", help="a line for each reason")
    add_json(command, show_list)


def add_show(commands: argparse._SubParsersAction) -> None:
    """The command `show`."""
    command = commands.add_parser("show", help="show lines with a reason, as received and as read")
    add_date_arguments(command)
    add = command.add_argument
    add("--feed", type=feed_name, metavar="FEED", help="of one feed")
    add("--reason", metavar="RULE", required=True, help="as rule or feed.rule")
    add("--limit", type=whole_number, default=10, metavar="N", help="so many lines (default: 10)")
    add_json(command, show_lines)


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
        help="add the names that are at least so much like a known one (0 to 1), once you agree",
    )
    command.add_argument(
        "--category", action="append", default=[], metavar="NAME", help="of one category"
    )
    command.add_argument("--yes", action="store_true", help="add them without asking")
    add_json(command, suggest)


def whole_number(text: str) -> int:
    """Reads how many; the type of --limit."""
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"'{text}' is no number from 1 on")
    return int(text)


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
        raise Problem(BAD_INPUT, spark.NOT_HERE)
    clear_environment()
    arguments.work(arguments)
    return DONE


def show_list(arguments: argparse.Namespace) -> None:
    """Counts by reason."""
    span = date_range(arguments)
    with reading(*warehouse(arguments)) as connection:
        check_dates(connection, span)
        feed, reason = feed_and_reason(connection, arguments.feed, arguments.reason)
        asked = (connection, span, feed, reason)
        found, whole = listing(*asked), total(*asked)
        show(arguments, found, lambda found: listing_text(found, whole, arguments.short))


def show_lines(arguments: argparse.Namespace) -> None:
    """Lines with a reason."""
    span = date_range(arguments)
    with reading(*warehouse(arguments)) as connection:
        check_dates(connection, span)
        feed, reason = feed_and_reason(connection, arguments.feed, arguments.reason)
        assert reason is not None, "argparse requires it"
        show(arguments, showing(connection, span, feed, reason, arguments.limit), showing_text)


def show_why(arguments: argparse.Namespace) -> None:
    """A row's story."""
    with reading(*warehouse(arguments)) as connection:
        show(arguments, stories(connection, arguments.row), stories_text)


def suggest(arguments: argparse.Namespace) -> None:
    """Unknown values, printed or added to the seeds."""
    with reading(*warehouse(arguments)) as connection:
        if arguments.accept is None:
            return show(arguments, unmapped(connection, arguments.category), unmapped_text)
        found = proposed(connection, arguments.accept, arguments.category)
    if arguments.json:
        show(arguments, found.added, unmapped_text)
    else:
        print(proposed_text(found))
    if found.added and is_agreed(arguments):
        add(found)
        span = ("--start", found.first_date, "--end", found.last_date)
        text = added_text(found, run_command(arguments, *span))
        complain(text) if arguments.json else print(text)


def is_agreed(arguments: argparse.Namespace) -> bool:
    """Whether the names may be added; a Problem where there is nobody to ask."""
    if arguments.yes:
        return True
    if not sys.stdin.isatty():
        raise Problem(BAD_INPUT, "Nothing was added: there is no terminal to ask, give --yes.")
    print("Add them? [y/N] ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def show(arguments: argparse.Namespace, found: list, as_text: Callable[[list], str]) -> None:
    """Prints for a machine or for a person."""
    as_json = commands.as_json
    print(as_json(found, default=str) if arguments.json else fitted(as_text(found), sys.stdout))
