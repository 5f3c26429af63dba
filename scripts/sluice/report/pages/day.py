"""The page of one date: index.html beside its two JSON reports."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from duckdb import DuckDBPyConnection

from sluice.books import day_zones, feeds
from sluice.report.acknowledged import NONE, Acknowledged
from sluice.report.pages.data import add_middles, add_usual_hours, read_blocks, read_rules
from sluice.report.pages.examples import add_examples
from sluice.report.pages.html import page

Row = dict[str, Any]
Table = dict[str, Any]

EXAMPLES = 3  # per reason


def read_pages(
    connection: DuckDBPyConnection, days: Iterable[date], acknowledged: Acknowledged = NONE
) -> dict[date, Row]:
    """Reads what the pages of some dates show, apart from the tables of their reports."""
    chosen = list(days)
    blocks = read_blocks(connection, chosen, acknowledged)
    add_examples(connection, blocks, chosen, EXAMPLES)
    add_usual_hours(connection, blocks, chosen)
    for day in chosen:
        add_middles(connection, blocks, [day])
    rules = read_rules(connection)
    return {day: {"block": block, "rules": rules} for day, block in blocks.items()}


def day_page(day: date, found: dict[str, Any], marts: dict[str, list[Row]]) -> str:
    """The text of a date's page."""
    data = {
        "kind": "day",
        "day": str(day),
        "feeds": feeds(),
        "zones": day_zones(),
        "tables": tables(marts),
        **found,
    }
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
        middles(marts["daily_distributions"], marts["daily_volume"], marts["daily_breakdowns"]),
        table(
            ("breakdowns", "What the clean rows are", None),
            ["Value", "Feed", "Column", "Rows"],
            [
                [row["value"], row["dataset"], row["dimension"], row["rows"]]
                for row in by_rows(marts["daily_breakdowns"])
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
        for row in sorted(quality, key=lambda row: -row["numerator"])
        if row["numerator"]
    ]
    words = ("faults", "Faults by kind", "A line may have several.")
    return table(words, ["Fault", "Feed", "Column", "Lines", "Of", "Share"], rows)


def middles(distributions: list[Row], volumes: list[Row], breakdowns: list[Row]) -> Table:
    """The middle and tail of the clean numbers, and how many rows they are of."""
    clean = {row["dataset"]: row["clean"] for row in volumes}
    by_currency = {
        (row["dataset"], row["value"]): row["rows"]
        for row in breakdowns
        if row["dimension"] == "currency"
    }
    rows = [
        [
            row["column_name"],
            row["dataset"],
            row["currency"] or "every row",
            by_currency.get((row["dataset"], row["currency"]), clean[row["dataset"]]),
            *(in_unit(row[name], row["column_name"]) for name in ("p50", "p95")),
        ]
        for row in distributions
    ]
    words = ("values", "Typical values", "The median (p50) and what 95 % stay below (p95).")
    return table(words, ["Column", "Feed", "Of", "Clean rows", "p50", "p95"], rows)


def in_unit(value: float, column: str) -> str:
    """A number as a person says it: milliseconds in the largest unit there are two of."""
    if not column.endswith("_ms"):
        return f"{value:,.2f}"
    units = ((3_600_000, "h"), (60_000, "min"), (1_000, "s"), (1, "ms"))
    size, unit = next((found for found in units if value >= 2 * found[0]), units[-1])
    return f"{value / size:,.3g} {unit}"


def files(received: list[Row]) -> Table:
    """The received files."""
    rows = [
        [
            row["source_file"].partition("/")[2],
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
            state_words(row),
            number(row["observed"]),
            number(row["threshold"]),
            row["message"],
        ]
        for row in sorted(made, key=weight)
    ]
    words = ("checks", "Every check", None)
    return table(words, ["Check", "Feed", "State", "Seen", "Limit", "In words"], rows)


def state_words(check: Row) -> str:
    """Whether a check fires, could not run or is fine."""
    known = check.get("acknowledged")
    return f"acknowledged by {known['by']}" if known else check["status"].replace("_", " ")


def weight(check: Row) -> int:
    """What fires first, then what somebody knows of or could not run; errors before warnings."""
    order = ["error", "warn", "acknowledged", "not_evaluated", "ok"]
    known = "acknowledged" in check and "acknowledged"
    return order.index(known or check["severity"] or check["status"])


def number(value: float | None) -> str:
    """A number of a check, which may be a count or a share."""
    return "" if value is None else f"{value:,.4g}" if abs(value) < 1 else f"{value:,.10g}"
