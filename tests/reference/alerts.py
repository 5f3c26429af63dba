"""Section 7: alerts.json as a dict. One function per check; each looks at one feed of one day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from statistics import median
from typing import TYPE_CHECKING

from tests.reference.metrics import hourly_events, rule_counts
from tests.reference.variables import FEEDS, Variables

if TYPE_CHECKING:
    from tests.reference.pipeline import FeedDay, Result

OK, FIRING, NOT_EVALUATED = "ok", "firing", "not_evaluated"


@dataclass(frozen=True)
class Outcome:
    """What a check found."""

    status: str
    text: str
    observed: Fraction | int | None = None
    threshold: Fraction | int | None = None
    severity: str = "error"
    details: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Subject:
    """What a check looks at: a feed's day and the earlier loaded days with that feed."""

    today: FeedDay
    earlier: list[FeedDay]  # latest first, those where the feed was there and not empty
    variables: Variables

    @property
    def total(self) -> int:
        """Received lines."""
        return len(self.today.rows)

    @property
    def baseline(self) -> list[FeedDay]:
        """The days that volume and quarantine rate are compared with; empty when too few."""
        latest = self.earlier[: self.variables.baseline_partitions]
        return latest if len(latest) >= self.variables.min_baseline_partitions else []


def alerts(result: Result, day: date) -> dict:
    """Every check of every feed, and those that fire."""
    evaluated, firing = [], []
    for kind, check in CHECKS.items():
        for feed in ["events"] if kind == "hourly_coverage" else FEEDS:
            outcome = check(subject(result, day, feed))
            name = {"type": kind, "dataset": feed}
            numbers = {
                "observed": plain(outcome.observed),
                "threshold": plain(outcome.threshold),
            }
            evaluated.append({**name, **numbers, "status": outcome.status, "reason": outcome.text})
            if outcome.status == FIRING:
                extra = {"severity": outcome.severity, "details": outcome.details}
                firing.append({**name, **numbers, **extra, "message": outcome.text})
    return {
        "schema_version": 1,
        "ingest_date": str(day),
        "status": FIRING if firing else OK,
        "alerts": firing,
        "evaluated": evaluated,
    }


def subject(result: Result, day: date, feed: str) -> Subject:
    """Gathers what the checks of a feed look at."""
    before = [result.feed_days[other][feed] for other in reversed(result.days) if other < day]
    earlier = [found for found in before if found.rows]
    return Subject(result.feed_days[day][feed], earlier, result.variables)


def plain(number: Fraction | int | None) -> float | int | None:
    """A number as JSON has it, rounded to 6 decimals."""
    if number is None or number == int(number):
        return None if number is None else int(number)
    return round(float(number), 6)


def exact(number: float) -> Fraction:
    """A threshold as the user wrote it: 0.1 is a tenth."""
    return Fraction(str(number))


def judge(fires: bool, text: str, **numbers: object) -> Outcome:
    """An outcome of a check that could run."""
    return Outcome(FIRING if fires else OK, text, **numbers)  # type: ignore[arg-type]


def skip(reason: str) -> Outcome:
    """An outcome of a check that couldn't."""
    return Outcome(NOT_EVALUATED, reason)


def feed_missing(feed: Subject) -> Outcome:
    """No file."""
    files = len(feed.today.files)
    return judge(files == 0, f"{files} files", observed=files, threshold=1)


def feed_empty(feed: Subject) -> Outcome:
    """No data line."""
    if not feed.today.files:
        return skip("no file")
    return judge(feed.total == 0, f"{feed.total} lines", observed=feed.total, threshold=1)


def column_missing(feed: Subject) -> Outcome:
    """A required column is absent."""
    return header_check(feed, "missing_columns", "error")


def unexpected_column(feed: Subject) -> Outcome:
    """A column we don't know."""
    return header_check(feed, "unexpected_columns", "warn")


def header_check(feed: Subject, attribute: str, severity: str) -> Outcome:
    """Any column in a list of a file's columns."""
    if not any(file.header is not None for file in feed.today.files):
        return skip("no header")
    columns = {file.source_file: getattr(file, attribute) for file in feed.today.files}
    details = {attribute: {path: names for path, names in columns.items() if names}}
    count = sum(len(names) for names in columns.values())
    return judge(
        count > 0,
        f"{count} {attribute}",
        observed=count,
        threshold=0,
        severity=severity,
        details=details,
    )


def malformed_lines(feed: Subject) -> Outcome:
    """Any; above 1 % of the lines it's an error."""
    if feed.total == 0:
        return skip("no lines")
    lines = rule_counts(feed.today)["line_malformed"]
    limit = exact(feed.variables.malformed_rate_error)
    rate = Fraction(lines, feed.total)
    return judge(
        lines > 0,
        f"{lines} of {feed.total} lines are malformed",
        observed=rate,
        threshold=limit if rate > limit else 0,
        severity="error" if rate > limit else "warn",
        details={"lines": lines},
    )


def hourly_coverage(feed: Subject) -> Outcome:
    """More than 3 of the 24 UTC hours of D have no received event."""
    if feed.total == 0:
        return skip("no events")
    empty = [row["hour"] for row in hourly_events(feed.today) if row["received"] == 0]
    return judge(
        len(empty) > feed.variables.max_empty_hours,
        f"{len(empty)} of 24 hours have no events",
        observed=len(empty),
        threshold=feed.variables.max_empty_hours,
        details={"empty_hours": empty},
    )


def volume_drop(feed: Subject) -> Outcome:
    """Received lines below 50 % of the baseline's median; a missing feed has 0 lines."""
    if not feed.baseline:
        return skip("too few earlier partitions")
    limit = exact(feed.variables.volume_drop_ratio) * median_lines(feed)
    return judge(feed.total < limit, f"{feed.total} lines", observed=feed.total, threshold=limit)


def volume_spike(feed: Subject) -> Outcome:
    """Received lines above 200 % of the baseline's median."""
    if not feed.baseline:
        return skip("too few earlier partitions")
    limit = exact(feed.variables.volume_spike_ratio) * median_lines(feed)
    return judge(
        feed.total > limit,
        f"{feed.total} lines",
        observed=feed.total,
        threshold=limit,
        severity="warn",
    )


def median_lines(feed: Subject) -> Fraction:
    """Median of the baseline's received lines."""
    return median(Fraction(len(found.rows)) for found in feed.baseline)


def quarantine_rate(feed: Subject) -> Outcome:
    """10 points above the baseline's median rate; 25 points is an error."""
    if feed.total == 0:
        return skip("no lines")
    if not feed.baseline:
        return skip("too few earlier partitions")
    usual = median(rejected(found) for found in feed.baseline)
    rate = rejected(feed.today)
    warn = usual + exact(feed.variables.quarantine_rate_warn)
    error = usual + exact(feed.variables.quarantine_rate_error)
    return judge(
        rate >= warn,
        f"quarantine rate {float(rate):.3f}, usually {float(usual):.3f}",
        observed=rate,
        threshold=error if rate >= error else warn,
        severity="error" if rate >= error else "warn",
    )


def rejected(found: FeedDay) -> Fraction:
    """Share of the lines in quarantine."""
    return Fraction(len(found.quarantine), len(found.rows))


def repeated_feed(feed: Subject) -> Outcome:
    """The same content, apart from ingest_date, as the latest earlier day with the feed."""
    if feed.total == 0:
        return skip("no lines")
    if not feed.earlier:
        return skip("no earlier partition")
    before = feed.earlier[0]
    return judge(
        content(feed.today) == content(before),
        f"compared with {before.day}",
        severity="warn" if feed.today.feed == "customers" else "error",
        details={"same_as": str(before.day)},
    )


def correction_unmatched(feed: Subject) -> Outcome:
    """A correction that came to nothing."""
    lost = feed.today.not_applied
    return judge(
        lost > 0,
        f"{lost} not applied",
        observed=lost,
        threshold=0,
        severity="warn",
        details={"corrections": lost},
    )


def content(found: FeedDay) -> Counter[object]:
    """What was received, in any order: a line's values but for its ingest_date, or its text."""
    return Counter(
        tuple(value for name, value in row.values.items() if name != "ingest_date")
        if row.is_well_formed
        else row.raw_line
        for row in found.rows
    )


CHECKS: dict[str, Callable[[Subject], Outcome]] = {
    "feed_missing": feed_missing,
    "feed_empty": feed_empty,
    "column_missing": column_missing,
    "unexpected_column": unexpected_column,
    "malformed_lines": malformed_lines,
    "hourly_coverage": hourly_coverage,
    "volume_drop": volume_drop,
    "volume_spike": volume_spike,
    "quarantine_rate": quarantine_rate,
    "repeated_feed": repeated_feed,
    "correction_unmatched": correction_unmatched,
}
