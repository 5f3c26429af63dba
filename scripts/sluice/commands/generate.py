"""Generates realistic messy days of any size, and what must become of each of their lines.

    sluice generate --start 2026-01-01 --end 2026-01-31 --events 5000

Folders that are there already are not touched, unless --force is given; then the feeds' own files
in them are replaced, and nothing else. The same arguments give the same bytes, and a day is the
same in whichever range it is generated. Files are written as the feed book says: in its encoding,
with line breaks in quoted fields where it says multiline, and so on. The truth (reasons, warnings
and defects per line) holds where exactly these days are loaded, as earlier days would add known
customers and earlier ids. It goes by rule_severities and seeds/own_names.csv as they are, and by
all other variables as they come.
"""

from __future__ import annotations

import argparse
from contextlib import ExitStack
from datetime import date
from pathlib import Path

from sluice import command_line as commands
from sluice.books import feed_book
from sluice.generator.dice import FEEDS, Dice
from sluice.generator.feeds import FEED_DAYS
from sluice.generator.files import TRUTH_HEADER, replacing, write_file
from sluice.generator.lines import has_part, lines_of, lines_of_part
from sluice.generator.people import FIRST_DAY, LAST_DAY, World
from sluice.generator.plans import FilePlan, file_plan, part_plan
from sluice.generator.room import Room
from sluice.generator.written import Writing
from sluice.problems import Parser, calendar_day
from sluice.settings import ROOT
from sluice.words import counted


def parse_arguments(words: list[str] | None = None) -> argparse.Namespace:
    """Reads the command line."""
    parser = Parser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--start", type=calendar_day, required=True, metavar="DATE")
    parser.add_argument("--end", type=calendar_day, required=True, metavar="DATE")
    parser.add_argument("--events", type=int, default=5000, metavar="N", help="per day, about")
    parser.add_argument("--seed", type=int, default=1, metavar="S")
    parser.add_argument(
        "--partial-load-every",
        type=int,
        default=0,
        metavar="K",
        help="every K-th day lacks the events of 4 to 6 hours in a row",
    )
    parser.add_argument("--customers", type=int, metavar="N", help="accounts; 4 %% of events")
    parser.add_argument("--orders", type=int, metavar="N", help="per day, about; 8 %% of events")
    parser.add_argument("--out", type=Path, default=ROOT / "data" / "raw", metavar="DIR")
    parser.add_argument(
        "--truth", default=str(ROOT / "data" / "truth"), metavar="DIR", help="'none': no truth"
    )
    parser.add_argument(
        "--force", action="store_true", help="replace the feeds' files in folders that are there"
    )
    arguments = parser.parse_args(words)
    check(parser, arguments)
    names = [name for feed in FEEDS for name in Writing.of(feed_book()[feed]).file_names(feed)]
    arguments.room = Room(arguments.out, truth_folder(arguments), days_of(arguments), names)
    if problem := arguments.room.problem(arguments.force):
        parser.error(problem)
    return arguments


def truth_folder(arguments: argparse.Namespace) -> Path | None:
    """Where the truth goes, if anywhere."""
    return None if arguments.truth == "none" else Path(arguments.truth)


def days_of(arguments: argparse.Namespace) -> list[date]:
    """Every day from --start to --end."""
    first, last = arguments.start.toordinal(), arguments.end.toordinal()
    return [date.fromordinal(number) for number in range(first, last + 1)]


def check(parser: argparse.ArgumentParser, arguments: argparse.Namespace) -> None:
    """Fills in the defaults that depend on others, and refuses what makes no sense."""
    if arguments.customers is None:
        arguments.customers = max(150, arguments.events * 4 // 100)
    if arguments.orders is None:
        arguments.orders = max(200, arguments.events * 8 // 100)
    if arguments.start > arguments.end:
        parser.error("--start is after --end")
    if not FIRST_DAY <= arguments.start <= arguments.end <= LAST_DAY:
        parser.error(f"days must lie between {FIRST_DAY} and {LAST_DAY}")
    if min(arguments.events, arguments.customers, arguments.orders) < 1:
        parser.error("--events, --customers and --orders must be at least 1")
    if arguments.partial_load_every < 0 or arguments.seed < 0:
        parser.error("--partial-load-every and --seed can't be negative")


def write_feed(world: World, day: date, feed: str, out: Path, truth: Path | None) -> None:
    """Writes a feed's files of one day and its truth, and removes what stood in their place."""
    folder, plan = out / f"ingest_date={day}", file_plan(world.seed, day, feed, world.writing(feed))
    feed_day = FEED_DAYS[feed](world, day)
    written: list[FilePlan] = []
    with ExitStack() as stack:
        truth_stream = None
        if truth:
            path = truth / folder.name / f"{feed}_truth.csv"
            truth_stream = stack.enter_context(replacing(path))
            truth_stream.write(TRUTH_HEADER.encode())
        if plan.content != "absent":
            write_file(folder, plan, lines_of(feed_day, plan), truth_stream)
            written.append(plan)
        if plan.has_rows and has_part(world, feed_day):
            part = part_plan(plan, Dice(world.seed, day, feed, "part"))
            write_file(folder, part, lines_of_part(FEED_DAYS[feed](world, day)), truth_stream)
            written.append(part)
    for name in set(world.writing(feed).file_names(feed)) - {plan.file_name for plan in written}:
        (folder / name).unlink(missing_ok=True)


def main(words: list[str] | None = None) -> int:
    """Runs the command; returns its exit code."""
    return commands.run(lambda: parse_arguments(words), generate)


def generate(arguments: argparse.Namespace) -> int:
    """Generates the days one after the other."""
    world = World(
        seed=arguments.seed,
        start=arguments.start,
        events=arguments.events,
        customers=arguments.customers,
        orders=arguments.orders,
        partial_load_every=arguments.partial_load_every,
    )
    if replaced := arguments.room.replaced():
        print(f"Replacing {counted(len(replaced), 'file')}, {replaced[0]} to {replaced[-1]}")
    truth, days = truth_folder(arguments), days_of(arguments)
    for day in days:
        for feed in FEEDS:
            (arguments.out / f"ingest_date={day}").mkdir(parents=True, exist_ok=True)
            write_feed(world, day, feed, arguments.out, truth)
        world.forget(day)
    print(f"{counted(len(days), 'day')} of raw files in {arguments.out}")
    return 0
