"""Holds what was asked for against what there is: a typo must not read as `all is well`."""

from __future__ import annotations

import argparse
import re
from datetime import date

from duckdb import DuckDBPyConnection

from sluice.books import feed_book, feeds
from sluice.printable import printable
from sluice.problems import BAD_INPUT, Problem
from sluice.quarantine.reading import Row, Span, rows
from sluice.warehouse.state import begun_dates, finished_dates
from sluice.words import first_of, from_to, listed, nearest

PLACE = re.compile(r"(.+):([0-9]{1,18})")
# However the path begins: as a shell completes it, with the raw folder before it, or absolute.
IN_PARTITION = re.compile(
    r"(?:.*[/\\])?(ingest_date=\d{4}-\d{2}-\d{2})[/\\]+([^/\\]+(?:[/\\]+[^/\\]+)?)"
)
MANY = 10  # candidates that are named

RULES = "select distinct dataset, rule from marts.rules order by all"
FILES = """
    select feed, source_file
    from staging.stg_files
    where source_file = $name or ends_with(source_file, '/' || $name)
    order by source_file desc
"""
EVERY_FILE = "select source_file from staging.stg_files order by all"
# Of a record of several lines the first, for any of them.
FIRST_LINE = """
    select max(line_number) as line
    from staging.stg_{feed}
    where
        source_file = $file and line_number <= $number
        and line_number + length(raw_line) - length(replace(raw_line, chr(10), '')) >= $number
"""
LAST_LINE = "select max(line_number) as line from staging.stg_{feed} where source_file = $file"


def feed_name(text: str) -> str:
    """Reads a feed; the type of the argument."""
    if text not in feeds():
        what = f"no feed is called '{printable(text)}', there are {listed(feeds())}"
        raise argparse.ArgumentTypeError(what + nearest(text, feeds()))
    return text


def check_dates(connection: DuckDBPyConnection, span: Span | None) -> None:
    """Raises a Problem where nothing of a span is built."""
    if span is None:
        return
    start, end = span
    built = sorted(finished_dates(connection))
    if any(start <= day <= end for day in built):
        return
    if any(start <= day <= end for day in begun_dates(connection)):
        what = (
            f"Not finished by the last run: {from_to(start, end)}. Run the pipeline for it again."
        )
        raise Problem(BAD_INPUT, what)
    near = min(built, key=lambda day: distance(day, start, end), default=None)
    known = f"the nearest date that is built is {near}" if near else "no date is built"
    raise Problem(BAD_INPUT, f"Never built: {from_to(start, end)}; {known}.")


def distance(day: date, start: date, end: date) -> int:
    """How many days a date is away from a span."""
    return max((start - day).days, (day - end).days)


def feed_and_reason(
    connection: DuckDBPyConnection, feed: str | None, text: str | None
) -> tuple[str | None, str | None]:
    """The feed and rule that are meant by `rule` or `feed.rule`; a Problem where there is none."""
    if text is None:
        return feed, None
    named, dot, rule = text.rpartition(".")
    if dot and named not in feeds():
        what = f"--reason {printable(text)}: there are the feeds {listed(feeds())}"
        raise Problem(BAD_INPUT, sentence(what, nearest(named, feeds())))
    if dot and feed and named != feed:
        raise Problem(BAD_INPUT, f"--reason {text} is of another feed than --feed {feed}.")
    feed = named or feed
    known = rows(connection, RULES)
    owners = [row["dataset"] for row in known if row["rule"] == rule]
    if feed in owners or (owners and feed is None):
        return feed, rule
    where = f" of {feed}" if feed else ""
    other = f"; {listed(owners)} has it" if owners else ""
    names = {row["rule"] for row in known if feed in (None, row["dataset"])}
    what = f"No rule{where} is called {printable(rule)}"
    raise Problem(BAD_INPUT, sentence(what, other or nearest(rule, names)))


def sentence(what: str, more: str) -> str:
    """A sentence with what helps further, which may be a question."""
    return f"{what}{more}" if more.endswith("?") else f"{what}{more}."


def place_of(connection: DuckDBPyConnection, wanted: str) -> tuple[str, str, int] | None:
    """The feed, file and line of FILE:LINE, None where no such file is loaded.

    The line is the first one of its record. A Problem where the file's name alone is given, and it
    came on several dates.
    """
    match = PLACE.fullmatch(wanted)
    if match is None:
        return None
    path, number = match[1], int(match[2])
    inside = IN_PARTITION.fullmatch(path)
    name = (
        "/".join(re.split(r"[/\\]+", f"{inside[1]}/{inside[2]}"))
        if inside
        else path.removeprefix("./")
    )
    found = rows(connection, FILES, name=name)
    if len(found) > 1:
        raise Problem(BAD_INPUT, candidates(name, number, found))
    if not found:
        return None
    feed, file = found[0]["feed"], found[0]["source_file"]
    if feed_book()[feed].get("multiline"):
        query = FIRST_LINE.format(feed=feed)
        number = rows(connection, query, file=file, number=number)[0]["line"] or number
    return feed, file, number


def candidates(name: str, number: int, found: list[Row]) -> str:
    """A sentence that names the files that a bare name may mean."""
    places = [f"{row['source_file']}:{number}" for row in found]
    shown = ", ".join(first_of(places, MANY))
    return f"{printable(name)} came on several dates, name one of {shown}."


def not_found(
    connection: DuckDBPyConnection, wanted: str, needed: str = "FILE:LINE or an id"
) -> Problem:
    """Why nothing was found where something was to be named."""
    place = place_of(connection, wanted)
    if place:
        feed, file, number = place
        last = rows(connection, LAST_LINE.format(feed=feed), file=file)[0]["line"]
        lines = f"its last data line is {last}" if last else "it has none"
        return Problem(BAD_INPUT, f"No data line is {printable(file)}:{number}; {lines}.")
    what = f"No row is or has {printable(wanted)}: give {needed}"
    if match := PLACE.fullmatch(wanted):
        files = {row["source_file"] for row in rows(connection, EVERY_FILE)}
        return Problem(BAD_INPUT, sentence(what, nearest(match[1], files)))
    return Problem(BAD_INPUT, f"{what}.")
