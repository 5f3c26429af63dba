"""Writes quarantined lines as a table to correct, in any editor or spreadsheet."""

from __future__ import annotations

import csv
import hashlib
import io
import os
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

from duckdb import DuckDBPyConnection

from sluice.books import columns, feed_book
from sluice.files.cells import protected
from sluice.files.correction_rows import DECISIONS, KEY, SHOWN, BadFile, Correction, read_rows
from sluice.problems import BAD_INPUT, Problem
from sluice.quarantine.reading import Row, rows

QUARANTINED = """
    select source_file, line_number, raw_line, reject_reason, {columns}
    from quarantine.quarantine_{feed}
    where ingest_date = $day
    order by source_file, line_number
"""
CORRECTED = """
    select source_file, line_number, received_line, corrected_texts
    from intermediate.int_corrections
    where feed = '{feed}' and ingest_date = $day and status = 'applied'
"""
Place = tuple[str, int | None]


def fingerprint(line: str) -> str:
    """As the macro text_fingerprint: tells later whether a line is still the one corrected."""
    return f"h{hashlib.md5(line.encode(), usedforsecurity=False).hexdigest()[:16]}"


def export(
    connection: DuckDBPyConnection,
    day: date,
    feed: str,
    wanted: Callable[[Row], bool],
    file: Path,
    author: str,
) -> tuple[list[Row], list[str]]:
    """The quarantined lines that are wanted as a table, and what a person should know of it.

    Rows of the present file of corrections are in it too, as they are there: saved over that file,
    the table loses nothing that was decided before.
    """
    names = columns(feed)
    decided = present_corrections(file, day, feed, names)
    table, notes = [], []
    for line in rows(connection, QUARANTINED.format(feed=feed, columns=received(feed)), day=day):
        made = decided.pop((line["source_file"], line["line_number"]), None)
        row = new_row(line, names, author)
        if made and made.line_fingerprint == row["line_fingerprint"]:
            table.append(row | decided_cells(made, names))
            continue
        if not wanted(line):
            if made:
                decided[line["source_file"], line["line_number"]] = made
            continue
        if made:
            notes.append(f"Row {made.row_number} was for a line that has changed since: left out.")
        table.append(row)
    mended = corrected_lines(connection, day, feed, names)
    for place, made in decided.items():
        if None in made.texts and place not in mended:
            notes.append(f"Row {made.row_number} corrects no line: left out.")
            continue
        key = (made.source_file, made.line_number, made.line_fingerprint)
        row = dict(zip(KEY, key, strict=True)) | mended.get(place, {})
        table.append(row | decided_cells(made, names))
    return table, notes


def corrected_lines(
    connection: DuckDBPyConnection, day: date, feed: str, columns: list[str]
) -> dict[Place, Row]:
    """The lines that are corrected already, as received and with their columns as corrected."""
    found = {}
    for line in rows(connection, CORRECTED.format(feed=feed), day=day):
        texts = zip(columns, line["corrected_texts"], strict=True)
        row = {"received_line": line["received_line"]} | {name: text or "" for name, text in texts}
        found[line["source_file"], line["line_number"]] = row
    return found


def received(feed: str) -> str:
    """The select list of a feed's columns as received."""
    names = [
        f"{name}_raw as {name}" if entry["kind"] == "partition" else name
        for name, entry in feed_book()[feed]["columns"].items()
    ]
    return ", ".join(names)


def present_corrections(
    file: Path, day: date, feed: str, columns: list[str]
) -> dict[Place, Correction]:
    """The rows of the present file, by line."""
    if not file.exists():
        return {}
    try:
        found = read_rows(file.read_bytes(), day, feed, columns)
    except BadFile as error:
        raise Problem(BAD_INPUT, f"{file} {error}.") from None
    if problems := [row for row in found if row.problem]:
        first = problems[0]
        raise Problem(BAD_INPUT, f"{file}, row {first.row_number}: {first.problem}.")
    return {(row.source_file, row.line_number): row for row in found}


def new_row(line: Row, columns: list[str], author: str) -> Row:
    """A quarantined line as a row nobody has decided about."""
    return {
        "source_file": line["source_file"],
        "line_number": line["line_number"],
        "line_fingerprint": fingerprint(line["raw_line"]),
        "reject_reason": "|".join(line["reject_reason"]),
        "received_line": line["raw_line"],
        **{column: line[column] for column in columns},
        "corrected_by": author,
    }


def decided_cells(made: Correction, columns: list[str]) -> Row:
    """What a correction says: of its columns those that its file has."""
    texts = zip(columns, made.texts, strict=True)
    return {
        **{column: text for column, text in texts if text is not None},
        "waive": "yes" if made.is_waived else "",
        "corrected_by": made.corrected_by,
        "note": made.note,
    }


def is_output(file: Path) -> bool:
    """Tells whether a file is what standard output is written to: the shell has emptied it then."""
    return file.exists() and os.path.samestat(file.stat(), os.fstat(sys.stdout.fileno()))


def as_csv(columns: list[str], table: list[Row]) -> bytes:
    """The table as a CSV file that a spreadsheet reads as UTF-8, and runs nothing of."""
    text = io.StringIO()
    writer = csv.DictWriter(text, [*KEY, *SHOWN, *columns, *DECISIONS], restval="")
    writer.writeheader()
    for row in table:
        writer.writerow(
            {name: protected(str(value)) for name, value in row.items() if value is not None}
        )
    return text.getvalue().encode("utf-8-sig")
