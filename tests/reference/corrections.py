"""What the files of corrections say of the lines of a feed's files, and what becomes of them."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path

from tests.reference.lines import FeedFile, Line
from tests.reference.variables import COLUMNS

FORMULA_STARTS = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20"
YES = ("yes", "y", "true", "1", "x")
NO = ("", "no", "n", "false", "0")


@dataclass
class Decisions:
    """The files of a feed as corrected, and how many rows of the corrections came to nothing."""

    files: list[FeedFile]
    not_applied: int = 0
    seen: Counter = field(default_factory=Counter)


def corrected(files: list[FeedFile], path: Path | None, may_break: bool = False) -> Decisions:
    """Applies the corrections in a file, if there is one; with line breaks in values or without."""
    decisions = Decisions(files)
    if path is None or not path.is_file():
        return decisions
    rows = read(path)
    decisions.seen = Counter(place(row) for row in rows)
    for row in rows:
        row = {name: re.sub("\r\n?", "\n", text) for name, text in row.items()}
        has_break = any("\n" in row.get(column, "") for feed in COLUMNS.values() for column in feed)
        if (has_break and not may_break) or not apply(row, decisions):
            decisions.not_applied += 1
    return decisions


def read(path: Path) -> list[dict[str, str]]:
    """The rows by column; a row of another width than the header is marked."""
    text = path.read_bytes().decode("utf-8-sig")
    first = text.splitlines()[0]
    delimiter = max(",;\t", key=first.count)
    header, *records = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    names = [name.strip().lower() for name in header]
    rows = []
    for record in records:
        if any(record):
            row = {name: plain(cell) for name, cell in zip(names, record, strict=False)}
            rows.append(row | ({"odd": "yes"} if len(record) != len(names) else {}))
    return rows


def plain(cell: str) -> str:
    """A cell without the apostrophe that kept it from being a formula."""
    rest = cell.lstrip("'")
    is_protected = cell.startswith("'") and rest[:1] != "" and rest[0] in FORMULA_STARTS
    return cell[1:] if is_protected else cell


def place(row: dict[str, str]) -> tuple[str, str]:
    """Which line a row is for."""
    number = row.get("line_number", "").strip()
    is_number = number.isascii() and number.isdigit() and len(number) < 19
    return row.get("source_file", "").strip(), str(int(number)) if is_number else ""


def apply(row: dict[str, str], decisions: Decisions) -> bool:
    """Corrects or waives the row's line; False where it can't."""
    source_file, number = place(row)
    waive = row.get("waive", "").strip().lower()
    is_odd = "odd" in row or number == "" or waive not in YES + NO
    if is_odd or decisions.seen[source_file, number] > 1:
        return False
    for at, file in enumerate(decisions.files):
        for line in file.lines if file.source_file == source_file else ():
            if str(line.number) == number:
                new = decided(file, line, row, waive in YES)
                if new is not None:
                    lines = tuple(new if old is line else old for old in file.lines)
                    decisions.files[at] = replace(file, lines=lines)
                return new is not None
    return False


def decided(file: FeedFile, line: Line, row: dict[str, str], is_waived: bool) -> Line | None:
    """The line as decided; None where it has changed since, or lacks the place of a value."""
    digest = hashlib.md5(line.text.encode()).hexdigest()[:16]
    if row.get("line_fingerprint", "").strip() != "h" + digest:
        return None
    received = file.received(line)
    wanted = {column: row[column] for column in COLUMNS[file.feed] if column in row}
    changes = {name: text for name, text in wanted.items() if text != (received[name] or "")}
    if not changes:
        return replace(line, is_waived=is_waived)
    if file.missing_columns or not all(file.has(column) for column in changes):
        return None
    fields = list(line.fields) if line.fields is not None else [""] * len(file.header or ())
    for column, text in changes.items():
        fields[(file.header or ()).index(column)] = text
    return replace(
        line, fields=tuple(fields), sent=line.fields, is_corrected=True, is_waived=is_waived
    )
