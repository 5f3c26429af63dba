"""Section 7: validation_report.json as a dict."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

from tests.reference.metrics import duplicates, rule_counts
from tests.reference.rules import REJECT, WARN, severities
from tests.reference.variables import FEEDS, Variables

if TYPE_CHECKING:
    from tests.reference.pipeline import FeedDay, Result


def validation_report(result: Result, day: date) -> dict:
    """The counts of each feed, and the metrics of the day."""
    return {
        "schema_version": 1,
        "ingest_date": str(day),
        "datasets": {
            feed: dataset(result.feed_days[day][feed], result.variables) for feed in FEEDS
        },
        "metrics": {
            table: [report_row(row) for row in rows if row["ingest_date"] == day]
            for table, rows in result.metrics.items()
            if table != "hourly_volume"  # of the report are the events' hours only
        },
    }


def dataset(found: FeedDay, variables: Variables) -> dict:
    """The counts of one feed."""
    counts = rule_counts(found)
    severity = severities(found.feed, variables.rule_severities)
    lines = sum(file.data_lines - file.further_lines for file in found.files)
    return {
        "total": len(found.staging),
        "clean": len(found.clean),
        "quarantine": len(found.quarantine),
        "balanced": lines == len(found.staging) == len(found.clean) + len(found.quarantine),
        "files": [
            {
                "path": file.source_file,
                "data_lines": file.data_lines,
                "further_lines": file.further_lines,
                "missing_columns": file.missing_columns,
                "unexpected_columns": file.unexpected_columns,
            }
            for file in found.files
        ],
        "quarantine_by_reason": {
            rule: counts[rule] for rule in severity if severity[rule] == REJECT
        },
        "reason_combinations": Counter("|".join(row["reject_reason"]) for row in found.quarantine),
        "warnings_by_reason": {rule: counts[rule] for rule in severity if severity[rule] == WARN},
        "duplicates": duplicates(found),
        "corrected": sum(row.is_corrected for row in found.rows),
        "waived": sum(row["waived"] for row in found.quarantine),
        "still_rejected": sum(row["corrected"] and not row["waived"] for row in found.quarantine),
    }


def report_row(row: dict) -> dict:
    """A metrics row as it stands in a report: without the date, rounded to 6 decimals."""
    return {
        name: round(value, 6) if isinstance(value, float) else value
        for name, value in row.items()
        if name != "ingest_date"
    }
