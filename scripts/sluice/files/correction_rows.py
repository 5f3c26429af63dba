"""Reads files of corrections: what people decided about quarantined lines.

`<corrections>/ingest_date=D/<feed>.csv` has a row per line of D that is corrected or waived: which
line (source_file, line_number, and line_fingerprint, which tells if it is still the same), the
feed's columns, of which only changed ones matter, whether it is waived, by whom and why.
"""

from __future__ import annotations

import csv
import io
import os
import re
import zlib
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from sluice.books import feeds
from sluice.files.cells import bare
from sluice.files.on_disk import BadFile, FileState, file_state, opened
from sluice.printable import printable

KEY = ("source_file", "line_number", "line_fingerprint")
DECISIONS = ("waive", "corrected_by", "note")
SHOWN = ("reject_reason", "received_line")  # written by the export for a person, never read
DELIMITERS = (",", ";", "\t")  # spreadsheets write the one of their country
YES, NO = ("yes", "y", "true", "1", "x"), ("", "no", "n", "false", "0")
FOLDER = "ingest_date={day}"
NAME = "corrections/ingest_date={day}/{feed}.csv"  # among the loaded files
IS_CSV = re.compile(r"\.csv(\.(gz|zip|bz2|xz|zst))?$", re.IGNORECASE)
MAX_CELL_BYTES = 64 << 20
WOULD_BE_LOST = "would not be read: name it {names}, or move it away"


@dataclass
class CorrectionFile(FileState):
    """One file. `problem` is a sentence when it can't be read."""

    ingest_date: date
    feed: str
    source_file: str
    checksum: int = 0
    problem: str | None = None


@dataclass
class Correction:
    """One row of a file. `texts` are the feed's columns, None where the file hasn't the column."""

    ingest_date: date
    feed: str
    correction_file: str
    row_number: int
    source_file: str
    line_number: int | None
    line_fingerprint: str
    texts: list[str | None]
    is_waived: bool
    corrected_by: str | None
    note: str | None
    problem: str | None


def names_in(folder: Path) -> list[str]:
    """The names in a folder that are not hidden; none where there is certainly no such folder."""
    try:
        return sorted(name for name in os.listdir(folder) if not name.startswith((".", "_")))
    except FileNotFoundError:
        if folder.is_symlink():  # to what can't be reached
            raise
        return []


def file_names() -> dict[str, str]:
    """The feeds by the names of their files."""
    return {f"{feed}.csv": feed for feed in feeds()}


def found_files(root: Path, day: date) -> list[tuple[str, Path]]:
    """Lists the files of a date by feed, whatever they are; OSError where that can't be told."""
    folder = root / FOLDER.format(day=day)
    names = names_in(folder)
    return [(feed, folder / name) for name, feed in file_names().items() if name in names]


def misnamed_files(root: Path, day: date) -> list[CorrectionFile]:
    """A date's CSV files that nothing would read, each with that as its problem."""
    folder, known = FOLDER.format(day=day), file_names()
    names = [name for name in names_in(root / folder) if name not in known and IS_CSV.search(name)]
    why = WOULD_BE_LOST.format(names=", ".join(known))
    return [unusable(day, f"{folder}/{name}", why) for name in names]


def unusable(day: date, name: str, why: str) -> CorrectionFile:
    """What stops the run."""
    name = printable(f"corrections/{name}")
    return CorrectionFile(day, "", name, problem=f"{name} {why}")


def unreachable(day: date, name: str, error: OSError) -> CorrectionFile:
    """What can't be looked at, which stops the run too."""
    return unusable(day, name, f"cannot be read: {error.strerror or error}")


def inspect(path: Path, day: date, feed: str, columns: list[str]) -> CorrectionFile:
    """Reads one file to its end."""
    name = NAME.format(day=day, feed=feed)
    file = CorrectionFile(day, feed, name)
    try:
        file = replace(file, **file_state(path))
        content = content_of(path)
        file.checksum = zlib.crc32(content)
        for _ in read_rows(content, day, feed, columns):
            pass
    except BadFile as error:
        file.problem = f"{name} {error}"
    except OSError as error:
        file.problem = f"{name} cannot be read: {error.strerror or error}"
    return file


def content_of(path: Path) -> bytes:
    """The bytes of a regular file."""
    with opened(path) as stream:
        return stream.read()


def read_rows(content: bytes, day: date, feed: str, columns: list[str]) -> list[Correction]:
    """Reads the rows of a file; BadFile where it isn't one of corrections."""
    header, *records = cells(content)
    names = [name.strip().lower() for name in header[1]]
    check_header(names, columns)
    rows = [
        read_row(day, feed, number, names, record, columns)
        for number, record in records
        if any(record)
    ]
    times = Counter((row.source_file, row.line_number) for row in rows)
    for row in rows:
        if times[row.source_file, row.line_number] > 1:
            row.problem = row.problem or "several rows are for this line"
    return rows


def cells(content: bytes) -> list[tuple[int, list[str]]]:
    """The records of a CSV file, each with the number of its last line, the header first."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadFile("is not UTF-8: save it as CSV UTF-8") from None
    header = re.match(r"[^\r\n]*", text)[0]  # type: ignore[index]
    delimiter = max(DELIMITERS, key=header.count)
    csv.field_size_limit(MAX_CELL_BYTES)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        return [(reader.line_num, record) for record in reader] or [(1, [])]
    except csv.Error as error:
        raise BadFile(f"is no CSV file (line {reader.line_num}: {error})") from None


def check_header(names: list[str], columns: list[str]) -> None:
    """Raises BadFile for a header that would lose what someone decided."""
    missing = [name for name in KEY if name not in names]
    unknown = [name for name in names if name and name not in {*KEY, *DECISIONS, *SHOWN, *columns}]
    twice = [name for name, times in Counter(names).items() if name and times > 1]
    for what, found in (
        ("lacks the column", missing),
        ("has an unknown column", unknown),
        ("has twice the column", twice),
    ):
        if found:
            raise BadFile(f"{what} {', '.join(found)}")


def with_newlines(text: str) -> str:
    """A text with LF for every line break, as records of several lines have it."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_row(
    day: date, feed: str, number: int, names: list[str], record: list[str], columns: list[str]
) -> Correction:
    """Reads one row."""
    row = {name: bare(cell) for name, cell in zip(names, record, strict=False) if name}
    texts = [with_newlines(row[column]) if column in row else None for column in columns]
    line_number = row.get("line_number", "").strip()
    is_number = re.fullmatch(r"[0-9]{1,18}", line_number, re.ASCII) is not None
    waive = row.get("waive", "").strip().lower()
    problem = None
    if len(record) != len(names):
        problem = f"it has {len(record)} cells where the header has {len(names)}"
    elif not is_number:
        problem = "its line_number is no whole number"
    elif waive not in (*YES, *NO):
        problem = "its waive is neither yes nor no"
    return Correction(
        ingest_date=day,
        feed=feed,
        correction_file=NAME.format(day=day, feed=feed),
        row_number=number,
        source_file=row.get("source_file", "").strip(),
        line_number=int(line_number) if is_number else None,
        line_fingerprint=row.get("line_fingerprint", "").strip(),
        texts=texts,
        is_waived=waive in YES,
        corrected_by=row.get("corrected_by") or None,
        note=row.get("note") or None,
        problem=problem,
    )
