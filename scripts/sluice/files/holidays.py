"""Reads and writes the seed of holidays, seeds/holidays.csv: a row per day, country and part."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from sluice.files.saving import alone_at, save
from sluice.problems import BAD_INPUT, Problem
from sluice.settings import ROOT

PATH = ROOT / "seeds" / "holidays.csv"
NAME = "seeds/holidays.csv"
COLUMNS = ("day", "country", "subdivision", "name")

Row = tuple[str, ...]
Place = tuple[str, str]  # a country and a part of it, which may be empty


def replace(rows: list[Row], places: set[Place], years: set[int], path: Path | None = None) -> None:
    """Writes holidays in the place of those of the same places and years, sorted, in one step."""
    path = path or PATH
    with alone_at(path, NAME):
        kept = [row for row in read(path) if not (row[1:3] in places and year_of(row) in years)]
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows([COLUMNS, *sorted({*kept, *rows})])
        save(path, text.getvalue().encode(), NAME)


def read(path: Path) -> list[Row]:
    """The rows of the file; none where there is no file, a Problem where it is another's."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            lines = [tuple(row) for row in csv.reader(stream, strict=True) if any(row)]
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError, csv.Error) as failure:
        raise Problem(BAD_INPUT, f"{NAME} can't be read: {failure}.") from None
    if not lines or lines[0] != COLUMNS or any(len(row) != len(COLUMNS) for row in lines):
        columns = ", ".join(COLUMNS)
        raise Problem(BAD_INPUT, f"{NAME} must have the columns {columns} and no others.")
    return lines[1:]


def year_of(row: Row) -> int | None:
    """The year of a holiday; None of a row of one's own that has no such date."""
    return int(row[0][:4]) if row[0][:4].isdigit() else None
