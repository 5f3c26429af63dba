"""Makes files of corrections: right ones, odd ones, and ones that match no line."""

from __future__ import annotations

import csv
import hashlib
import io
import random
from collections.abc import Callable
from datetime import date
from pathlib import Path

from tests.reference.lines import FeedFile, Line, read_feed
from tests.reference.pipeline import partitions
from tests.reference.variables import COLUMNS, FEEDS

KEY = ["source_file", "line_number", "line_fingerprint"]
WAIVES = ["", "", "", "no", "yes", "Y", " TRUE ", "x", "0", "perhaps"]
SPOILT = ["fingerprint", "number", "no number", "file", "twice", "width"]

Cell = Callable[[str, str], str]  # a new value for a feed's column


def write_corrections(
    raw: Path, folder: Path, dice: random.Random, cell: Cell, only: date | None = None
) -> None:
    """Writes files of corrections for the lines of a raw folder, of every day or one."""
    for day in partitions(raw) if only is None else [only]:
        for feed in FEEDS:
            files = read_feed(raw, f"ingest_date={day}", feed)
            if files and dice.random() < 0.7:
                path = folder / f"ingest_date={day}" / f"{feed}.csv"
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(file_of(day, feed, files, dice, cell))


def file_of(day: date, feed: str, files: list[FeedFile], dice: random.Random, cell: Cell) -> bytes:
    """One file: for some lines a row, some of them spoilt."""
    columns = [column for column in COLUMNS[feed] if dice.random() < 0.8]
    more = ["reject_reason", "received_line", "note", "corrected_by", "waive"]
    header = [*KEY, *columns, *(name for name in more if dice.random() < 0.8)]
    dice.shuffle(header)
    text = io.StringIO()
    writer = csv.writer(text, delimiter=dice.choice(",;\t"))
    writer.writerow([name.upper() if dice.random() < 0.1 else name for name in header])
    for file in files:
        for line in file.lines:
            if dice.random() < 0.4:
                row = row_of(feed, file, line, dice, cell)
                for spoilt in spoil(row, dice):
                    cells = [spoilt.get(name, "") for name in header]
                    writer.writerow([*cells, "more"] if "width" in spoilt else cells)
    return text.getvalue().encode("utf-8-sig" if dice.random() < 0.5 else "utf-8")


def row_of(feed: str, file: FeedFile, line: Line, dice: random.Random, cell: Cell) -> dict:
    """A right row for a line, with some values changed."""
    received = file.received(line)
    texts = {
        column: cell(feed, column) if dice.random() < 0.2 else received[column] or ""
        for column in COLUMNS[feed]
    }
    return {
        "source_file": file.source_file,
        "line_number": str(line.number),
        "line_fingerprint": "h" + hashlib.md5(line.text.encode()).hexdigest()[:16],
        **{column: shown(text, dice) for column, text in texts.items()},
        "waive": dice.choice(WAIVES),
        "note": dice.choice(["", "=1+1", "why\nnot", "'"]),
    }


def shown(text: str, dice: random.Random) -> str:
    """A value as a cell: protected where it would be a formula, now and then not."""
    starts = text.lstrip("'")[:1]
    needs = starts != "" and starts in "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20"
    is_bare = needs and not text.startswith("'") and dice.random() < 0.3
    return f"'{text}" if needs and not is_bare else text


def spoil(row: dict, dice: random.Random) -> list[dict]:
    """The row as it is, or so that it matches no line."""
    if dice.random() < 0.85:
        return [row]
    way = dice.choice(SPOILT)
    changes = {
        "fingerprint": {"line_fingerprint": "h0123456789abcdef"},
        "number": {"line_number": str(dice.choice([0, 1, 99999, 10**17]))},
        "no number": {"line_number": dice.choice(["", "two", "1.5", "-3", "٣"])},
        "file": {"source_file": "ingest_date=1999-01-01/orders_raw.csv"},
        "width": {"width": "another"},
        "twice": {},
    }[way]
    return [row | changes] * (2 if way == "twice" else 1)
