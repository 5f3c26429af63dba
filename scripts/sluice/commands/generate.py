"""Generates realistic messy days of any size, and what must become of each of their lines.

    sluice generate --start 2026-01-01 --end 2026-01-31 --events 5000

Folders that are there already are not touched, unless --force is given; then the feeds' own files
in them are replaced, and nothing else. The same arguments give the same bytes, and a day is the
same in whichever range it is generated. Files are written as the feed book says: in its encoding,
with line breaks in quoted fields where it says multiline, and so on. The truth (reasons, warnings
and defects per line) holds where exactly these days are loaded, as earlier days would add known
customers and earlier ids. It goes by the chosen severities and seeds/own_names.csv as they are, and
by all other variables as they come. unread_files.csv beside it has what unread_file must tell of.
"""

from __future__ import annotations

import argparse
from contextlib import ExitStack
from datetime import date
from pathlib import Path

from sluice import command_line as commands
from sluice.books import feed_book
from sluice.generator.accidents import ACCIDENTS, stray_names
from sluice.generator.dice import FEEDS, Dice
from sluice.generator.feeds import FEED_DAYS
from sluice.generator.files import TRUTH_HEADER, replacing, write_file
from sluice.generator.lines import has_part, lines_of, lines_of_part, lines_of_stray
from sluice.generator.people import FIRST_DAY, LAST_DAY, World
from sluice.generator.plans import FilePlan, part_plan, plan_of, stray_plan
from sluice.generator.room import Room, remove
from sluice.generator.written import Writing
from sluice.problems import Parser, calendar_day
from sluice.settings import ROOT
from sluice.words import counted

UNREAD = "unread_files.csv"  # of the truth
UNREAD_HEADER = "dataset,source_file,bytes,defect\n"


def parse_arguments(words: list[str] | None = None) -> argparse.Namespace:
    """Reads the command line."""
    parser = Parser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--start", type=calendar_day, required=True, metavar="DATE")
    parser.add_argument("--end", type=calendar_day, required=True, metavar="DATE")
    parser.add_argument("--events", type=int, default=5000, metavar="N", help="per day, about")
    parser.add_argument("--seed", type=int, default=1, metavar="S")
    for name, what in ACCIDENTS.items():
        parser.add_argument(
            f"--{name.replace('_', '-')}-every",
            type=int,
            default=0,
            metavar="K",
            help=f"every K-th day {what}",
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
    truths = [f"{feed}_truth.csv" for feed in FEEDS]
    if arguments.stray_files_every:
        names += [name for feed in FEEDS for name in stray_names(feed).values()]
    if arguments.stray_files_every or arguments.other_forms_every:
        truths.append(UNREAD)
    days, truth = days_of(arguments), truth_folder(arguments)
    arguments.room = Room(arguments.out, truth, days, names, truths)
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


def every_of(arguments: argparse.Namespace) -> dict[str, int]:
    """On every how many-th day each accident comes."""
    return {name: vars(arguments)[f"{name}_every"] for name in ACCIDENTS}


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
    if min(arguments.seed, *every_of(arguments).values()) < 0:
        parser.error("--seed and what is every K-th day can't be negative")


def write_feed(world: World, day: date, feed: str, out: Path, truth: Path | None) -> list[str]:
    """Writes a feed's files of one day and its truth, and removes what stood in their place.

    Returns what is there and isn't read, as lines of the truth.
    """
    folder, plan = out / f"ingest_date={day}", plan_of(world, day, feed)
    feed_day = FEED_DAYS[feed](world, day)
    written: list[FilePlan] = []
    if world.every.get("stray_files"):
        remove(folder, stray_names(feed).values())
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
    names = {plan.file_name for plan in written}
    remove(folder, set(world.writing(feed).file_names(feed)) - names)
    unread = [] if plan.is_read else [unread_line(folder, plan, plan.form)]
    if world.has("stray_files", day):
        stray, what = stray_plan(plan, world.seed, day)
        write_file(folder, stray, lines_of_stray(feed_day), None)
        unread.append(unread_line(folder, stray, what))
    return unread


def unread_line(folder: Path, plan: FilePlan, what: str) -> str:
    """What must be said of a file that isn't read; of another one in a folder, of that folder."""
    inner, slash, _ = plan.stray.partition("/")
    size = (folder / plan.file_name).stat().st_size
    return f"{plan.feed},{folder.name}/{inner + slash or plan.file_name},{size},{what}\n"


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
        every=every_of(arguments),
    )
    if replaced := arguments.room.replaced():
        print(f"Replacing {counted(len(replaced), 'file')}, {replaced[0]} to {replaced[-1]}")
    truth, days = truth_folder(arguments), days_of(arguments)
    for day in days:
        unread = [UNREAD_HEADER]
        for feed in FEEDS:
            (arguments.out / f"ingest_date={day}").mkdir(parents=True, exist_ok=True)
            unread += write_feed(world, day, feed, arguments.out, truth)
        if truth and UNREAD in arguments.room.truths:
            with replacing(truth / f"ingest_date={day}" / UNREAD) as stream:
                stream.write("".join(unread).encode())
        world.forget(day)
    print(f"{counted(len(days), 'day')} of raw files in {arguments.out}")
    return 0
