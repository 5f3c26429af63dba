"""Reads and writes the file of acknowledged alerts: those that somebody knows of.

It is a CSV file with a row per alert: of which date, feed and type, what was observed then, by whom
and why, and what it named. An alert is acknowledged as it was seen: where more or less is observed
later, or of something else, it counts as any other. A row without `observed` holds whatever is
observed, one without `named` (by hand, or older) whatever is named.
"""

from __future__ import annotations

import csv
import hashlib
import io
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from sluice.books import alert_types, feeds
from sluice.files.cells import bare, protected
from sluice.files.saving import alone_at, save
from sluice.printable import printable
from sluice.problems import BAD_INPUT, Problem
from sluice.report.rounding import rounded
from sluice.report.sameness import named
from sluice.words import listed, nearest

COLUMNS = ("ingest_date", "dataset", "type", "observed", "by", "note", "named")
OPTIONAL = {"named"}
MAX_NAMED = 1000
Row = dict[str, Any]
Key = tuple[str, str, str]  # the first three columns


@dataclass
class Acknowledged:
    """The acknowledged alerts: what was observed, by whom and why."""

    alerts: dict[Key, dict[str, str]] = field(default_factory=dict)

    def of(self, day: date | str, check: Row) -> Row | None:
        """Who knows of an alert and why; None where it isn't acknowledged as it is now."""
        row = self.alerts.get((str(day), check["dataset"], check["type"]))
        if row is None or any(row[name] not in ("", now) for name, now in seen(check).items()):
            return None
        return {name: row[name] for name in ("by", "note")}

    def mark(self, day: date | str, checks: list[Row]) -> None:
        """Says in the alerts of a date which are acknowledged."""
        for check in checks:
            known = self.of(day, check) if check["status"] == "firing" else None
            if known:
                check["acknowledged"] = known


NONE = Acknowledged()


def as_text(observed: float | None) -> str:
    """A number as the file has it."""
    return "" if observed is None else f"{rounded(observed):.10g}"


def seen(check: Row) -> dict[str, str]:
    """What there is to see of an alert, as the file has it."""
    return {"observed": as_text(check["observed"]), "named": names_of(check)}


def names_of(check: Row) -> str:
    """What an alert names as the file has it; of very much a part, and a hash of all of it."""
    text = printable("; ".join(named(check))).strip()
    if len(text) <= MAX_NAMED:
        return text
    digest = hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
    return f"{text[:MAX_NAMED]}… ({digest})"


def row_of(day: date, alert: Row, by: str, note: str) -> dict[str, str]:
    """The row that acknowledges an alert as it is."""
    where = {"ingest_date": str(day), "dataset": alert["dataset"], "type": alert["type"]}
    return where | seen(alert) | {"by": by, "note": note}


def read(path: Path, name: str) -> Acknowledged:
    """Reads the file; none are acknowledged where there is none, a Problem where it is damaged."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return Acknowledged()
    except OSError as error:
        raise Problem(BAD_INPUT, f"Cannot read {name}: {error.strerror or error}.") from None
    except UnicodeDecodeError:
        raise Problem(BAD_INPUT, f"Cannot read {name}: it is not UTF-8.") from None
    found = Acknowledged()
    try:
        table = csv.DictReader(io.StringIO(text, newline=""), strict=True)
        check_header(table.fieldnames or [], name)
        for number, cells in enumerate(table, 2):
            row = read_row(cells, f"{name}, row {number}")
            found.alerts[row["ingest_date"], row["dataset"], row["type"]] = row
    except csv.Error as error:
        raise Problem(BAD_INPUT, f"{name} is no CSV file: {error}.") from None
    return found


def check_header(names: Any, file: str) -> None:
    """Raises a Problem where a column is absent."""
    if absent := [name for name in COLUMNS if name not in (*names, *OPTIONAL)]:
        columns = ",".join(COLUMNS)
        words = f"{file} has no column {listed(absent)}: its first line is {columns}."
        raise Problem(BAD_INPUT, words)


def read_row(cells: dict[str, Any], place: str) -> dict[str, str]:
    """Reads a row; a Problem where it can be about no alert."""
    row = {name: bare(cells.get(name) or "").strip() for name in COLUMNS}
    for column, needed, read_cell in (
        ("ingest_date", "a date YYYY-MM-DD", lambda cell: str(date.fromisoformat(cell))),
        ("observed", "a number, or nothing", lambda cell: cell and as_text(float(cell))),
    ):
        try:
            row[column] = read_cell(row[column])
        except ValueError:
            what = f"{column} must be {needed}, not '{printable(row[column])}'"
            raise Problem(BAD_INPUT, f"{place}: {what}.") from None
    for column, kind, known in (("dataset", "feed", feeds()), ("type", "alert", alert_types())):
        if row[column] not in known:
            what = f"{place}: no {kind} is called '{printable(row[column])}'"
            raise Problem(BAD_INPUT, what + (nearest(row[column], known) or "."))
    return row


def add(path: Path, name: str, row: dict[str, str]) -> None:
    """Adds an alert to the file in one step, or says it anew of one that is there."""
    with alone_at(path, name):
        known = read(path, name)
        known.alerts[row["ingest_date"], row["dataset"], row["type"]] = row
        text = io.StringIO()
        writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
        writer.writeheader()
        for _, cells in sorted(known.alerts.items()):
            writer.writerow({column: protected(cell) for column, cell in cells.items()})
        save(path, text.getvalue().encode(), name)
