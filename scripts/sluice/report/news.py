"""What a channel has been told, and what of the published alerts is new or gone since.

A note beside the reports remembers it, so that an alert is told once however often its date is
built, and a post that failed is made up for by the next run. Acknowledged alerts are no news.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from sluice.files.saving import replace
from sluice.report.reports import folder
from sluice.report.sameness import Alert, Sign, named, sign

NOTE = ".notified.json"
EVERY, STALE = "", "stale"  # what a run is asked for, besides a date or some, A/B
Report = dict[str, Any]  # an alerts.json
ToldOf = list[Any]  # type, dataset and severity of an alert, and a list of what it names


@dataclass
class Told:
    """What a channel knows: the alerts of each date; what they name is not in an older note."""

    alerts: dict[str, list[ToldOf]] = field(default_factory=dict)
    untold: list[str] = field(default_factory=list)  # dates of a post that failed
    failed: list[str] = field(default_factory=list)  # what runs that failed were asked for


@dataclass
class News:
    """What a channel doesn't know yet."""

    reports: list[Report]  # of the dates that have any
    new: list[tuple[str, Alert]]  # with its date
    gone: list[tuple[str, str, str]]  # date, type and dataset
    complete: list[str]  # dates that lost their last error
    recovered: list[str]  # what Told.failed has and has succeeded since

    def __bool__(self) -> bool:
        return bool(self.new or self.gone or self.recovered)


def read(root: Path) -> Told:
    """What was told; nothing where that can't be known."""
    try:
        return Told(**json.loads((root / NOTE).read_text(encoding="utf-8")))
    except (FileNotFoundError, ValueError, TypeError):
        return Told()


def save(root: Path, told: Told) -> None:
    """Replaces the note."""
    replace(root / NOTE, (json.dumps(vars(told), sort_keys=True) + "\n").encode())


def published(root: Path, days: Iterable[str]) -> list[Report]:
    """The alerts.json of some dates, of those that still have one."""
    paths = [root / folder(day) / "alerts.json" for day in sorted(set(days))]
    return [json.loads(path.read_text(encoding="utf-8")) for path in paths if path.exists()]


def news(told: Told, reports: list[Report], asked: str | None = None) -> News:
    """What a channel hasn't been told of a run that did all it was asked for, if anything."""
    found = News([], [], [], [], [])
    for report in reports:
        day = report["ingest_date"]
        before = told.alerts.get(day, [])
        now = [told_of(alert) for alert in report["alerts"]]
        new = [(day, alert) for alert in unacknowledged(report) if not is_told(alert, before)]
        fires = [alert[:2] for alert in now]
        gone = [(day, kind, feed) for kind, feed, *_ in before if [kind, feed] not in fires]
        if has_error(before) and not has_error(now):
            found.complete.append(day)
        found.new += new
        found.gone += gone
        found.reports += [report] if new or gone else []
    built = {report["ingest_date"] for report in reports}
    found.recovered = [what for what in told.failed if what in built or covers(asked, what)]
    return found


def covers(asked: str | None, what: str) -> bool:
    """Tells whether a run that did what it was asked for has done something else too."""
    if asked is None:
        return False
    start, is_range, end = what.partition("/")
    first, _, last = asked.partition("/")
    return asked in (what, EVERY) or bool(is_range) and first <= start and end <= last


def unacknowledged(report: Report) -> list[Alert]:
    """The alerts of a date that nobody knows of."""
    return [alert for alert in report["alerts"] if "acknowledged" not in alert]


def told_of(alert: Alert) -> ToldOf:
    """What a channel knows of an alert that it was told."""
    return [alert["type"], alert["dataset"], alert["severity"], named(alert)]


def is_told(alert: Alert, before: list[ToldOf]) -> bool:
    """Tells whether a channel knows of an alert and of all that it names."""
    *words, names = told_of(alert)
    return any(
        told == words and (not known or set(names) <= set(known[0]))
        for told, known in ((one[:3], one[3:]) for one in before)
    )


def signs_before(root: Path, days: Iterable[date]) -> dict[date, set[Sign]]:
    """The alerts of some dates as they are published."""
    reports = published(root, map(str, days))
    return {
        date.fromisoformat(report["ingest_date"]): {sign(alert) for alert in report["alerts"]}
        for report in reports
    }


def has_error(alerts: list[ToldOf]) -> bool:
    """Tells whether an error is among some alerts."""
    return any(severity == "error" for _, _, severity, *_ in alerts)


def after(told: Told, reports: list[Report], removed: Iterable[str], found: News) -> Told:
    """What is known once the news of these reports were told, and some dates were removed."""
    now = {
        report["ingest_date"]: [told_of(alert) for alert in unacknowledged(report)]
        for report in reports
    }
    known = told.alerts | now
    left = {day: alerts for day, alerts in known.items() if alerts and day not in set(removed)}
    return Told(left, [], [what for what in told.failed if what not in found.recovered])
