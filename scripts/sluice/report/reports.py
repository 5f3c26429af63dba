"""Builds the two JSON reports of a date from the rows of the marts, and writes them with its page.

Numbers are only copied and rounded here: every one of them is computed by a model.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from duckdb import DuckDBPyConnection

from sluice.books import columns, dimensions, in_order
from sluice.report.acknowledged import NONE, Acknowledged
from sluice.report.dates import as_text
from sluice.report.pages.day import day_page, read_pages
from sluice.report.publish import publish
from sluice.report.rounding import rounded

Row = dict[str, Any]
Day = dict[str, list[Row]]  # the rows of every mart for one date, by table

SCHEMA_VERSION = 1
DAYS_AT_ONCE = 50  # whose rows are in memory together
MEASURES = ["invalid_timestamp", "orphan", "duplicate_id", "duplicate_row", "missing"]


def place(names: list[str], column: str) -> str:
    """SQL to order by: a column's values as in a list, others last."""
    return f"list_position({names}, {column}) nulls last, {column}"


# Every mart in the report, and the order of its rows of a date.
METRICS = {
    "daily_volume": "dataset",
    "daily_breakdowns": "dataset, {by_dimension}, value",
    "daily_quality": "dataset, {by_metric}, {by_column}",
    "daily_distributions": "dataset, {by_column}, currency nulls first",
    "daily_reject_reasons": "dataset, rule_number",
    "hourly_events": "hour",
    "feed_files": "dataset, source_file",
    "daily_alerts": "check_number, dataset",
}
DETAILS = {
    "daily_reason_combinations": "dataset, reasons",
    "daily_corrections": "dataset",
}
NUMBERS = ("observed", "threshold")
ALERT = ("type", "dataset", "severity", *NUMBERS, "message", "details", "acknowledged")
DECIDED = ("corrected", "waived", "still_rejected")
# The date, what only orders rows or serves the pages, and what is a matter of the engine.
NOT_REPORTED = {"ingest_date", "rule_number", "check_number", "kind", "lines_fingerprint"}


def read_days(
    connection: DuckDBPyConnection, days: Iterable[date], acknowledged: Acknowledged = NONE
) -> dict[date, Day]:
    """Reads the rows of every mart for some dates; alerts say where they are acknowledged."""
    places = {
        "by_dimension": place(in_order(dimensions), "dimension"),
        "by_metric": place(MEASURES, "metric"),
        "by_column": place(in_order(columns), "column_name"),
    }
    found: dict[date, Day] = {day: {table: [] for table in METRICS | DETAILS} for day in days}
    for table, order in (METRICS | DETAILS).items():
        query = f"""
            select * from marts.{table}
            where ingest_date in (from unnest(cast($days as date[])))
            order by {order.format(**places)}
        """
        result = connection.execute(query, {"days": as_text(found)})
        names = [column[0] for column in result.description]
        while rows := result.fetchmany(10_000):
            for values in rows:
                row = dict(zip(names, values, strict=True))
                found[row["ingest_date"]][table].append(reported(row))
    for day, marts in found.items():
        acknowledged.mark(day, marts["daily_alerts"])
    return found


def reported(row: Row) -> Row:
    """A row of a mart as it stands in a report."""
    plain = {name: rounded(value) for name, value in row.items() if name not in NOT_REPORTED}
    if "details" in plain:
        plain["details"] = rounded(json.loads(plain["details"] or "null"))
    return plain


def validation_report(day: date, marts: Day) -> Row:
    """What was received, kept and rejected, and the metrics of the date."""
    return {
        "schema_version": SCHEMA_VERSION,
        "ingest_date": str(day),
        "datasets": {row["dataset"]: dataset(row, marts) for row in marts["daily_volume"]},
        "metrics": {
            table: [without(row, "acknowledged") for row in marts[table]] for table in METRICS
        },
    }


def without(row: Row, left_out: str) -> Row:
    """A row without a value of it."""
    return {name: value for name, value in row.items() if name != left_out}


def dataset(volume: Row, marts: Day) -> Row:
    """The counts of one feed."""
    of_feed = {
        table: [row for row in rows if row.get("dataset") == volume["dataset"]]
        for table, rows in marts.items()
    }
    files, rules = of_feed["feed_files"], of_feed["daily_reject_reasons"]
    lines = sum(file["data_lines"] - file["further_lines"] for file in files)
    return {
        **{name: volume[name] for name in ("total", "clean", "quarantine")},
        "balanced": volume["clean"] + volume["quarantine"] == volume["total"] == lines,
        "files": [described(file) for file in files],
        "quarantine_by_reason": counts(rules, "reject"),
        "reason_combinations": {
            row["reasons"]: row["rows"] for row in of_feed["daily_reason_combinations"]
        },
        "warnings_by_reason": counts(rules, "warn"),
        "duplicates": {"id": volume["duplicate_ids"], "full_row": volume["duplicate_rows"]},
        **{name: row[name] for row in of_feed["daily_corrections"] for name in DECIDED},
    }


def described(file: Row) -> Row:
    """A received file."""
    names = ("data_lines", "further_lines", "missing_columns", "unexpected_columns")
    return {"path": file["source_file"], **{name: file[name] for name in names}}


def counts(rules: list[Row], severity: str) -> dict[str, int]:
    """Rows by rule, for the rules of one severity."""
    return {row["rule"]: row["rows"] for row in rules if row["severity"] == severity}


def alerts_report(day: date, marts: Day) -> Row:
    """The alerts that fire, and every check that was made."""
    checks = marts["daily_alerts"]
    firing = [check for check in checks if check["status"] == "firing"]
    evaluated = ("type", "dataset", "status", "observed", "threshold")
    return {
        "schema_version": SCHEMA_VERSION,
        "ingest_date": str(day),
        "status": "firing" if firing else "ok",
        "alerts": [{name: check[name] for name in ALERT if name in check} for check in firing],
        "evaluated": [
            {name: check[name] for name in evaluated} | {"reason": check["message"]}
            for check in checks
        ],
    }


def publish_reports(
    connection: DuckDBPyConnection,
    root: Path,
    days: list[date],
    acknowledged: Acknowledged = NONE,
) -> Iterator[tuple[date, Day]]:
    """Replaces the report folders of some dates one by one; yields each date and its marts."""
    for first in range(0, len(days), DAYS_AT_ONCE):
        some = days[first : first + DAYS_AT_ONCE]
        shown = read_pages(connection, some, acknowledged)
        for day, marts in read_days(connection, some, acknowledged).items():
            text = day_page(day, shown[day], marts)
            publish(root, folder(day), partial(write_reports, day=day, marts=marts, page=text))
            yield day, marts


def folder(day: date | str) -> str:
    """The name of a date's report folder."""
    return f"ingest_date={day}"


def write_reports(new: Path, day: date, marts: Day, page: str) -> None:
    """Writes both reports of a date and its page into a new folder."""
    for name, report in {
        "validation_report.json": validation_report(day, marts),
        "alerts.json": alerts_report(day, marts),
    }.items():
        text = json.dumps(report, indent=2, sort_keys=True, ensure_ascii=False)
        (new / name).write_text(text + "\n", encoding="utf-8")
    (new / "index.html").write_text(page, encoding="utf-8")
