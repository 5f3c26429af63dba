"""What a run did, for a person and for a machine."""

from __future__ import annotations

import shlex
import time
from collections.abc import Container
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sluice.command_line import as_json
from sluice.printable import printable
from sluice.problems import ALERTS, BAD_INPUT, DONE
from sluice.report.reports import Day
from sluice.report.sameness import Sign, sign
from sluice.terminal import cut, width
from sluice.words import counted, first_of, from_to, grouped, in_few_words

LEVELS = {"never": (), "warn": ("warn", "error"), "error": ("error",)}  # of --fail-on
MAX_DAYS = 31  # a longer table says less
MAX_SENTENCES = {"error": 60, "warn": 30, "known": 30}  # of alerts; the others are in the reports
ALERT = ("type", "dataset", "severity", "message", "acknowledged")
NUMBERS = ("lines", "clean", "rejected")
HEADINGS = ("date", "feed", *NUMBERS, "alerts", "top reason")
SENTENCE = "{day} {dataset} {type} ({severity}): {message}"
SHORT = {"error": "E", "warn": "W"}  # in the table


@dataclass
class Summary:
    """What a run did. Dates are text; `published_late` are those of an earlier run that died."""

    reports: str
    parquet: str | None
    refresh_command: list[str]
    page: str | None = None
    days: dict[date, dict[str, Any]] = field(default_factory=dict)
    removed: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    published_late: list[str] = field(default_factory=list)
    stale: dict[date, str] = field(default_factory=dict)
    never_built: list[str] = field(default_factory=list)  # though they have a folder
    first_built: str = ""
    warnings: list[str] = field(default_factory=list)
    left_out: dict[str, str] = field(default_factory=dict)  # unreadable dates, and why
    began: float = field(default_factory=time.monotonic)

    def sorted_days(self) -> list[dict[str, Any]]:
        """The built dates, oldest first."""
        return [self.days[day] for day in sorted(self.days)]

    def exit_code(self, fail_on: str) -> int:
        """BAD_INPUT where a date was left out, ALERTS where an alert is as bad as `fail_on`."""
        if self.left_out:
            return BAD_INPUT
        found = {
            alert["severity"]
            for day in self.days.values()
            for alert in day["alerts"]
            if is_pressing(alert)
        }
        return ALERTS if found & set(LEVELS[fail_on]) else DONE

    def as_json(self, exit_code: int) -> str:
        """One JSON object."""
        values = {name: value for name, value in vars(self).items() if name != "began"} | {
            "exit_code": exit_code,
            "days": self.sorted_days(),
            "stale": {str(day): reasons for day, reasons in self.stale.items()},
            "refresh_command": shlex.join(self.refresh_command),
        }
        return as_json(values, sort_keys=True)

    def as_text(self) -> str:
        """What is wrong or odd, errors first; then where the results are, a table, and a total."""
        shown = self.sorted_days()[-MAX_DAYS:]
        return "\n".join(
            [
                *alert_lines(self.sorted_days()),
                *listed("Never built, though there is a folder", in_few_words(self.never_built)),
                *listed("Removed, as the folder is gone", self.removed),
                *listed("Skipped, as there is no folder", self.skipped),
                *listed("Also published, left by a run that was interrupted", self.published_late),
                *self.stale_lines(),
                *self.places(),
                *(table(shown, width()) if shown else ["Nothing to build."]),
                *([self.total()] if shown else []),
            ]
        )

    def total(self) -> str:
        """The run in a line: dates, lines, alerts and how long it took."""
        feeds = [counts for day in self.days.values() for counts in day["datasets"].values()]
        lines, clean, rejected = (
            sum(counts[name] for counts in feeds) for name in ("total", "clean", "quarantine")
        )
        found = [alert for day in self.days.values() for alert in day["alerts"]]
        alerts = [alert["severity"] for alert in found if is_pressing(alert)]
        quiet = len(found) - len(alerts)
        parts = [
            f"{counted(len(self.days), 'date')}, {counted(lines, 'line')}",
            f"{grouped(clean)} clean, {grouped(rejected)} rejected",
            *([counted(alerts.count("error"), "error")] if "error" in alerts else []),
            *([counted(alerts.count("warn"), "warning")] if "warn" in alerts else []),
            *([f"{grouped(quiet)} known or as before"] if quiet else []),
            f"{time.monotonic() - self.began:.1f} s",
        ]
        return "; ".join(parts)

    def clues(self) -> list[str]:
        """What nothing else tells whoever doesn't see the text: dates that weren't built."""
        missed = [day for day in self.never_built if day > self.first_built]
        return [
            *listed("never built, though there is a folder", in_few_words(missed)),
            *listed("skipped, as there is no folder", in_few_words(self.skipped)),
        ]

    def places(self) -> list[str]:
        """Where the results are."""
        earlier = len(self.days) - MAX_DAYS
        not_shown = counted(earlier, "earlier date")
        return [
            f"Reports: {self.reports}",
            *([f"Page: {self.page}"] if self.page else []),
            *([f"Parquet: {self.parquet}"] if self.parquet else []),
            *([f"Not in the table, but in their reports: {not_shown}."] if earlier > 0 else []),
        ]

    def stale_lines(self) -> list[str]:
        """The stale dates and the command that refreshes them."""
        if not self.stale:
            return []
        dates = [f"  {day}: {reasons}" for day, reasons in self.stale.items()]
        return ["Stale dates:", *dates, f"Refresh them with: {shlex.join(self.refresh_command)}"]


def day_summary(day: date, marts: Day, before: Container[Sign] = ()) -> dict[str, Any]:
    """A date in a few numbers; `before` are the alerts it had, where it is built anew by itself."""
    return {
        "ingest_date": str(day),
        "datasets": {
            row["dataset"]: {
                **{name: row[name] for name in ("total", "clean", "quarantine")},
                "top_reason": top_reason(row["dataset"], marts),
            }
            for row in marts["daily_volume"]
        },
        "alerts": [
            {
                **{name: check[name] for name in ALERT if name in check},
                **({"as_before": True} if sign(check) in before else {}),
            }
            for check in marts["daily_alerts"]
            if check["status"] == "firing"
        ],
    }


def is_pressing(alert: dict[str, Any]) -> bool:
    """Tells whether an alert is new to whoever reads it: neither acknowledged nor as before."""
    return "acknowledged" not in alert and "as_before" not in alert


def top_reason(feed: str, marts: Day) -> dict[str, Any] | None:
    """The most frequent reject reason of a feed, the first of them on a tie."""
    rejects = [
        {"rule": row["rule"], "rows": row["rows"]}
        for row in marts["daily_reject_reasons"]
        if row["dataset"] == feed and row["severity"] == "reject" and row["rows"]
    ]
    return max(rejects, key=lambda row: row["rows"], default=None)


def table(days: list[dict[str, Any]], most: int) -> list[str]:
    """The dates, a line per feed, in columns; the last is cut where the lines would be too long."""
    lines = [HEADINGS, *(cells for day in days for cells in day_cells(day))]
    widths = [max(len(cell) for cell in column) for column in zip(*lines, strict=True)]
    return [cut("  ".join(aligned(cells, widths)).rstrip(), most) for cells in lines]


def day_cells(day: dict[str, Any]) -> list[tuple[str, ...]]:
    """The table's cells for a date."""
    cells = []
    for number, (feed, counts) in enumerate(day["datasets"].items()):
        reason = counts["top_reason"]
        found = [
            alert["severity"]
            for alert in day["alerts"]
            if alert["dataset"] == feed and is_pressing(alert)
        ]
        alerts = [f"{found.count(name)}{SHORT[name]}" for name in SHORT if name in found]
        cells.append(
            (
                day["ingest_date"] if number == 0 else "",
                feed,
                *(grouped(counts[name]) for name in ("total", "clean", "quarantine")),
                " ".join(alerts),
                f"{reason['rule']} ({grouped(reason['rows'])})" if reason else "",
            )
        )
    return cells


def aligned(cells: tuple[str, ...], widths: list[int]) -> list[str]:
    """Cells at the width of their columns, numbers to the right."""
    return [
        cell.rjust(width) if heading in NUMBERS else cell.ljust(width)
        for cell, width, heading in zip(cells, widths, HEADINGS, strict=True)
    ]


def alert_lines(days: list[dict[str, Any]]) -> list[str]:
    """The alerts as sentences, errors first and known ones last, by date; of many the first."""
    found = []
    for level, most in MAX_SENTENCES.items():
        sentences = [
            alert_line(day["ingest_date"], alert)
            for day in days
            for alert in day["alerts"]
            if (alert["severity"] if is_pressing(alert) else "known") == level
        ]
        found += first_of(sentences, most)
    return found


def alert_line(day: str, alert: dict[str, Any]) -> str:
    """An alert as a sentence, which says where it is nothing new."""
    words = [alert["severity"]]
    if known := alert.get("acknowledged"):
        words.append(f"acknowledged by {known['by']}: {known['note']}")
    elif "as_before" in alert:
        words.append("as when this date was built before")
    level = ", ".join(words)
    return printable(SENTENCE.format(**{**alert, "day": day, "severity": level}))


def listed(what: str, items: list[str]) -> list[str]:
    """A line that lists something, where there is something."""
    return [f"{what}: {', '.join(items)}"] if items else []


def gaps(start: date, end: date, present: list[date]) -> list[str]:
    """The dates from start to end that aren't in `present` (sorted), neighbours as `A to B`."""
    edges = [start.toordinal() - 1, *(day.toordinal() for day in present), end.toordinal() + 1]
    found = []
    for before, after in zip(edges, edges[1:], strict=False):
        if before + 1 < after:
            found.append(from_to(date.fromordinal(before + 1), date.fromordinal(after - 1)))
    return found
