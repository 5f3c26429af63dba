"""Decides about one quarantined line: corrects some of its values, or waives it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from duckdb import DuckDBPyConnection

from sluice.books import columns, feed_book
from sluice.files.raw_files import partition_date
from sluice.files.saving import alone_at, save
from sluice.printable import printable
from sluice.problems import BAD_INPUT, Problem
from sluice.quarantine.asked import not_found, place_of
from sluice.quarantine.exporting import as_csv, export
from sluice.quarantine.reading import Row, rows
from sluice.words import listed, nearest

IS_THERE = """
    select count(*) as lines from staging.stg_{feed}
    where source_file = $file and line_number = $number
"""

LACKING = "select missing_columns from staging.stg_files where source_file = $file"


@dataclass(frozen=True)
class Line:
    """A line of a feed's file."""

    feed: str
    file: str
    number: int

    @property
    def day(self) -> date:
        """The date of its partition."""
        found = partition_date(self.file.partition("/")[0])
        assert found, self.file
        return found

    def is_of(self, row: Row) -> bool:
        """Tells whether a row is about this line."""
        return (row["source_file"], int(row["line_number"])) == (self.file, self.number)

    def __str__(self) -> str:
        return f"{printable(self.file)}:{self.number}"


def line_at(connection: DuckDBPyConnection, wanted: str) -> Line:
    """The line that FILE:LINE names; a Problem where there is none."""
    place = place_of(connection, wanted)
    if place is None:
        raise not_found(connection, wanted, "FILE:LINE, which `sluice quarantine why ID` shows")
    line = Line(*place)
    query = IS_THERE.format(feed=line.feed)
    if not rows(connection, query, file=line.file, number=line.number)[0]["lines"]:
        raise not_found(connection, wanted)
    return line


def check_mendable(connection: DuckDBPyConnection, line: Line) -> None:
    """A Problem for a line of a file that lacks a column: what it lacks, no correction gives."""
    for row in rows(connection, LACKING, file=line.file):
        if row["missing_columns"]:
            what = f"{line} can't be corrected: its file lacks "
            more = ", which every file must have. Mend the file, or waive the line."
            raise Problem(BAD_INPUT, what + listed(row["missing_columns"]) + more)


def changes(feed: str, texts: list[str]) -> Row:
    """Reads `column=value` of a feed; a Problem where one is no such thing."""
    known, found = columns(feed), {}
    may_break = feed_book()[feed].get("multiline", False)
    for text in texts:
        name, is_change, value = text.partition("=")
        if not is_change:
            raise Problem(BAD_INPUT, f"'{printable(text)}' is not written as column=value.")
        if name not in known:
            what = f"{feed} has no column {printable(name)}, there are {listed(known)}"
            more = nearest(name, known)
            raise Problem(BAD_INPUT, what + (more or "."))
        if name in found:
            raise Problem(BAD_INPUT, f"{name} is given twice.")
        if not may_break and any(character in value for character in "\r\n"):
            raise Problem(BAD_INPUT, f"The value of {name} holds a line break.")
        found[name] = value
    return found


def decide(
    connection: DuckDBPyConnection, line: Line, file: Path, author: str, decision: Row
) -> list[str]:
    """Adds what was decided about a line to the file of its date; returns what to know of it."""
    with alone_at(file):
        table, notes = export(connection, line.day, line.feed, line.is_of, file, author)
        chosen = [row for row in table if line.is_of(row)]
        if not chosen:
            raise Problem(BAD_INPUT, f"{line} is clean: there is nothing to mend.")
        chosen[0].update(decision, corrected_by=author)
        save(file, as_csv(columns(line.feed), table))
    return notes
