"""The page of one date: index.html beside its two JSON reports."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from duckdb import DuckDBPyConnection

from sluice.books import feeds
from sluice.report.pages.data import add_examples, add_middles, read_blocks, read_rules
from sluice.report.pages.html import page

Row = dict[str, Any]
Table = dict[str, Any]

EXAMPLES = 3  # per reason


def read_pages(connection: DuckDBPyConnection, days: Iterable[date]) -> dict[date, Row]:
    """Reads what the pages of some dates show, apart from the tables of their reports."""
    chosen = list(days)
    blocks = read_blocks(connection, chosen)
    add_examples(connection, blocks, chosen, EXAMPLES)
    for day in chosen:
        add_middles(connection, blocks, [day])
    rules = read_rules(connection)
    return {day: {"block": block, "rules": rules} for day, block in blocks.items()}


def day_page(day: date, found: dict[str, Any], marts: dict[str, list[Row]]) -> str:
    """The text of a date's page."""
    data = {"kind": "day", "day": str(day), "feeds": feeds(), "tables": tables(marts), **found}
    return page(f"Data quality on {day}", data)


def tables(marts: dict[str, list[Row]]) -> list[Table]:
    """The date's marts as tables, in the order of its reports."""
    return [
        table(
            ("combinations", "Reasons that came together", "Here every rejected line counts once."),
            ["Reasons", "Feed", "Lines"],
            [
                [row["reasons"].replace("|", ", "), row["dataset"], row["rows"]]
                for row in by_rows(marts["daily_reason_combinations"])
            ],
        ),
        table(
            (
                "warnings",
                "Warnings",
                "What is odd about lines, kept or not.",
            ),
            ["Warning", "Feed", "Lines"],
            [
                [row["rule"], row["dataset"], row["rows"]]
                for row in by_rows(marts["daily_reject_reasons"])
                if row["severity"] == "warn" and row["rows"]
            ],
        ),
        faults(marts["daily_quality"]),
        middles(marts["daily_distributions"]),
        table(
            ("breakdowns", "What the clean rows are", None),
            ["Value", "Feed", "Column", "Rows"],
            [
                [row["value"], row["dataset"], row["dimension"], row["rows"]]
                for row in marts["daily_breakdowns"]
            ],
        ),
        files(marts["feed_files"]),
        checks(marts["daily_alerts"]),
    ]


def table(words: tuple[str, str, str | None], headings: list[str], rows: list[list[Any]]) -> Table:
    """A table with its place, title and a sentence."""
    return dict(zip(("id", "title", "lead"), words, strict=True)) | {
        "headings": headings,
        "rows": rows,
    }


def by_rows(rows: list[Row]) -> list[Row]:
    """Rows by their counts, the most first; as before on a tie."""
    return sorted(rows, key=lambda row: -row["rows"])


def faults(quality: list[Row]) -> Table:
    """Faults by kind and column, where there are any."""
    rows = [
        [
            row["metric"].replace("_", " "),
            row["dataset"],
            row["column_name"] or "the whole line",
            row["numerator"],
            row["denominator"],
            f"{row['rate']:.2%}".replace("%", "\u00a0%"),
        ]
        for row in quality
        if row["numerator"]
    ]
    words = ("faults", "Faults by kind", "A line may have several.")
    return table(words, ["Fault", "Feed", "Column", "Lines", "Of", "Share"], rows)


def middles(distributions: list[Row]) -> Table:
    """The middle and tail of the clean numbers."""
    rows = [
        [
            row["column_name"],
            row["dataset"],
            row["currency"] or "ms",
            f"{row['p50']:,.2f}",
            f"{row['p95']:,.2f}",
        ]
        for row in distributions
    ]
    words = ("values", "Typical values", "The median (p50) and what 95 % stay below (p95).")
    return table(words, ["Column", "Feed", "Unit", "p50", "p95"], rows)


def files(received: list[Row]) -> Table:
    """The received files."""
    rows = [
        [
            row["source_file"].rpartition("/")[2],
            row["dataset"],
            row["data_lines"],
            ", ".join(row["missing_columns"]) or "none",
            ", ".join(row["unexpected_columns"]) or "none",
        ]
        for row in received
    ]
    words = ("files", "Files", None)
    return table(words, ["File", "Feed", "Lines", "Missing columns", "Unknown columns"], rows)


def checks(made: list[Row]) -> Table:
    """Every check, also those that are fine."""
    rows = [
        [
            row["type"],
            row["dataset"],
            row["status"].replace("_", " "),
            number(row["observed"]),
            number(row["threshold"]),
            row["message"],
        ]
        for row in made
    ]
    words = ("checks", "Every check", None)
    return table(words, ["Check", "Feed", "State", "Seen", "Limit", "In words"], rows)


def number(value: float | None) -> str:
    """A number of a check, which may be a count or a share."""
    return "" if value is None else f"{value:,.4g}" if abs(value) < 1 else f"{value:,.10g}"
