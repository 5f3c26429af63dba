"""Quarantined lines with one reason, each column as received and as read side by side."""

from __future__ import annotations

from duckdb import DuckDBPyConnection

from sluice.books import feed_book, feeds
from sluice.printable import printable
from sluice.quarantine.reading import EVER, Row, Span, rows
from sluice.quarantine.words import indented
from sluice.words import counted

LINES = """
    select source_file, line_number, raw_line, reject_reason, waived, {columns}
    from quarantine.quarantine_{feed}
    where ingest_date between $start and $end and list_contains(reject_reason, $reason)
    order by len(reject_reason), ingest_date, source_file, line_number
    limit $most
"""
HEADINGS = ("", "received", "read as")


def showing(
    connection: DuckDBPyConnection, span: Span | None, feed: str | None, reason: str, most: int
) -> list[Row]:
    """Some lines with a reason, those first that have no other."""
    start, end = span or EVER
    found: list[Row] = []
    for name in feeds() if feed is None else (feed,):
        query = LINES.format(feed=name, columns=", ".join(pairs(name)))
        asked = {"start": start, "end": end, "reason": reason, "most": most - len(found)}
        for row in rows(connection, query, **asked):
            place = {key: row.pop(key) for key in ("source_file", "line_number")}
            facts = {key: row.pop(key) for key in ("raw_line", "reject_reason", "waived")}
            found.append({"feed": name, **place, **facts, "columns": row})
    return found


def pairs(feed: str) -> list[str]:
    """The select list of a feed's columns, each as received and as read."""
    found = []
    for column, entry in feed_book()[feed]["columns"].items():
        if entry["kind"] == "partition":
            continue
        read = f"{column}_utc" if entry["kind"] == "timestamp" else f"{column}_read"
        found.append(f"{{'received': {column}, 'read': {read}}} as {column}")
    return found


def showing_text(found: list[Row]) -> str:
    """The same for a person."""
    if not found:
        return "No such line is in quarantine, of the dates that were built."
    return "\n\n".join([*map(line_text, found), counted(len(found), "line")])


def line_text(row: Row) -> str:
    """One line, a column in each row."""
    waived = ", waived" if row["waived"] else ""
    heading = f"{row['feed']} {row['source_file']}:{row['line_number']}{waived}"
    cells = [
        (name, *(shown(both[side]) for side in ("received", "read")))
        for name, both in row["columns"].items()
    ]
    widths = [max(map(len, column)) for column in zip(HEADINGS, *cells, strict=True)]
    lines = [
        "  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip()
        for line in (HEADINGS, *cells)
    ]
    texts = [printable(row["raw_line"]), f"rejected by {', '.join(row['reject_reason'])}", *lines]
    return "\n".join([printable(heading), *map(indented, texts)])


def shown(value: object) -> str:
    """A value, or that there is none."""
    return "-" if value is None else printable(str(value))
