"""Section 7: alerts.json as a dict. One function per check; each looks at one feed of one day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Set
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property
from math import sqrt
from statistics import median
from typing import TYPE_CHECKING

from tests.reference.baselines import Baseline, baseline
from tests.reference.metrics import HOURLY_FEEDS, rule_counts
from tests.reference.rules import WARN, severities
from tests.reference.values import trim
from tests.reference.variables import COLUMNS, FEEDS, Variables

if TYPE_CHECKING:
    from tests.reference.lines import FeedFile
    from tests.reference.pipeline import FeedDay, Result

OK, FIRING, NOT_EVALUATED = "ok", "firing", "not_evaluated"


@dataclass(frozen=True)
class Outcome:
    """What a check found."""

    status: str
    text: str
    observed: Fraction | float | None = None
    threshold: Fraction | float | None = None
    severity: str = "error"
    details: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Subject:
    """What a check looks at: a feed's day and the earlier loaded days with that feed."""

    today: FeedDay
    earlier: list[FeedDay]  # latest first, those where the feed was there and not empty
    variables: Variables
    usual: Baseline
    result: Result

    @property
    def files(self) -> list[FeedFile]:
        """The files that could be read."""
        return [file for file in self.today.files if file.is_text]

    @property
    def total(self) -> int:
        """Received lines."""
        return len(self.today.rows)

    @cached_property
    def latest(self) -> list[FeedDay]:
        """The days that rates are compared with; empty when too few."""
        most = self.setting("max_quarantine_rate")
        latest = [
            found
            for found in self.earlier[: self.variables.baseline_partitions]
            if rejected(found) <= most
        ]
        return latest if len(latest) >= self.variables.min_baseline_partitions else []

    @cached_property
    def lacks_columns(self) -> bool:
        """A required column is absent."""
        return any(file.missing_columns for file in self.today.files if file.header is not None)

    @cached_property
    def is_repeated(self) -> bool:
        """The same content, apart from ingest_date, as the latest earlier day with the feed."""
        return bool(self.earlier) and content(self.today) == content(self.earlier[0])

    @cached_property
    def stood_still_before(self) -> bool:
        """A snapshot that was the same on the day before, which was told then."""
        two = self.earlier[:2]
        return (
            self.today.feed == "customers" and len(two) == 2 and content(two[0]) == content(two[1])
        )

    def is_announced(self) -> bool:
        """The user expects an unusual day."""
        return self.usual.past.is_announced(self.today.day)

    def is_on(self, check: str) -> bool:
        """The check isn't switched off for the feed."""
        return self.variables.alerts.get(self.today.feed, {}).get(check) is not False

    def setting(self, name: str) -> Fraction:
        """A number that may differ by feed, as the user wrote it: 0.1 is a tenth."""
        return Fraction(str(self.variables.of_feed(name, self.today.feed)))

    def said_by(self, *checks: str) -> str | None:
        """The first of some checks that fires and so says it all."""
        return next((name for name in checks if self.is_on(name) and SAYS[name](self)), None)

    @cached_property
    def main_warning(self) -> tuple[str | None, int]:
        """The warning that most lines have, with how many, the first of the rules at a tie."""
        counts = rule_counts(self.today)
        severity = severities(self.today.feed, self.variables.rule_severities)
        found = {rule: counts[rule] for rule in severity if severity[rule] == WARN and counts[rule]}
        return max(found.items(), key=lambda item: item[1], default=(None, 0))

    def is_mostly_rejected(self) -> bool:
        """Whatever is usual."""
        return bool(self.total) and rejected(self.today) > self.setting("max_quarantine_rate")

    def is_mostly_warned(self) -> bool:
        """The same."""
        return self.main_warning[1] > self.setting("max_warning_rate") * self.total

    @property
    def coverage_limit(self) -> int | None:
        """How many missing hours are fine; None where nothing is known."""
        if self.usual.knows_hours:
            return 0
        return self.variables.max_empty_hours.get(self.today.feed)

    def has_gap(self) -> bool:
        """Too many hours are missing."""
        limit = self.coverage_limit
        return limit is not None and len(self.usual.missing_hours) > limit


def alerts(result: Result, day: date) -> dict:
    """Every check of every feed, and those that fire."""
    evaluated, firing = [], []
    subjects = {feed: subject(result, day, feed) for feed in FEEDS}
    for kind, check in CHECKS.items():
        for feed in HOURLY_FEEDS if kind.startswith("hourly") else FEEDS:
            found = subjects[feed]
            outcome = check(found) if found.is_on(kind) else skip("switched off")
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
    today = result.feed_days[day][feed]
    return Subject(today, earlier, result.variables, baseline(result, day, feed), result)


def plain(number: Fraction | float | None) -> float | int | None:
    """A number as JSON has it, rounded to 6 decimals."""
    if number is None or number == int(number):
        return None if number is None else int(number)
    return round(float(number), 6)


def judge(fires: bool, text: str, **numbers: object) -> Outcome:
    """An outcome of a check that could run."""
    return Outcome(FIRING if fires else OK, text, **numbers)  # type: ignore[arg-type]


def skip(reason: str) -> Outcome:
    """An outcome of a check that couldn't."""
    return Outcome(NOT_EVALUATED, reason)


def feed_missing(feed: Subject) -> Outcome:
    """No file."""
    if feed.said_by("unread_file") and not feed.files:
        return skip("see unread_file")
    files = len(feed.files)
    return judge(files == 0, f"{files} files", observed=files, threshold=1)


def feed_empty(feed: Subject) -> Outcome:
    """No data line."""
    if feed.said_by("unread_file") and not feed.files:
        return skip("see unread_file")
    if not feed.files:
        return skip("see feed_missing")
    return judge(feed.total == 0, f"{feed.total} lines", observed=feed.total, threshold=1)


def unread_file(feed: Subject) -> Outcome:
    """Something looks like the feed's file and isn't read."""
    left = feed.today.unread
    return judge(
        bool(left),
        f"{len(left)} not read",
        observed=len(left),
        threshold=0,
        details={"files": list(left), "bytes": list(left.values())},
    )


def column_missing(feed: Subject) -> Outcome:
    """A required column is absent."""
    return header_check(feed, "missing_columns", "error")


def unexpected_column(feed: Subject) -> Outcome:
    """A column we don't know, told when it comes and not as long as it stays."""
    outcome = header_check(feed, "unexpected_columns", "warn")
    headers = [file for file in feed.today.files if file.header is not None]
    required = len(COLUMNS[feed.today.feed]) - 1  # all but ingest_date
    is_another = headers and all(len(file.missing_columns) == required for file in headers)
    if is_another and feed.said_by("column_missing"):
        return skip("see column_missing")
    if outcome.status == FIRING and feed.earlier:
        names = unknown_columns(feed.today)
        if feed.total and names <= unknown_columns(feed.earlier[0]):
            return replace(outcome, status=OK, severity="error", details={})
    return outcome


def unknown_columns(found: FeedDay) -> set[str]:
    """Those of all its files."""
    return {name for file in found.files for name in file.unexpected_columns}


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
    """More than by chance where 1 % are, an error, or where the worst of the latest days is."""
    if feed.total == 0:
        return skip("no lines")
    lines = rule_counts(feed.today)["line_malformed"]
    is_most = lines > feed.setting("max_quarantine_rate") * feed.total
    severity = severities(feed.today.feed, feed.variables.rule_severities)
    others = [lines for rule, lines in rule_counts(feed.today).items() if severity[rule] != WARN]
    is_said = feed.is_on("quarantine_rate") and is_most and lines == max(others)
    if is_said and not feed.said_by("column_missing", "repeated_feed"):
        return skip("see quarantine_rate")
    most = above_chance(feed, feed.setting("malformed_rate_error"))
    limit = most
    if feed.latest:
        worst = max(malformed(found) for found in feed.latest)
        limit = min(most, above_chance(feed, worst))
    is_error = lines > most
    return judge(
        lines > limit,
        f"{lines} of {feed.total} lines are malformed",
        observed=Fraction(lines, feed.total),
        threshold=(most if is_error else limit) / feed.total,
        severity="error" if is_error else "warn",
        details={"lines": lines},
    )


def malformed(found: FeedDay) -> Fraction:
    """Share of the lines."""
    return Fraction(rule_counts(found)["line_malformed"], len(found.rows))


def above_chance(feed: Subject, share: Fraction) -> float:
    """The most lines that chance brings where such a share is usual."""
    usual = float(share * feed.total)
    return round(usual + float(feed.setting("quarantine_chance_factor")) * sqrt(max(usual, 1)), 9)


def hourly_coverage(feed: Subject) -> Outcome:
    """Empty hours of the day that usually aren't; without history, more than some empty hours."""
    if reason := no_hours(feed):
        return skip(reason)
    limit = feed.coverage_limit
    if limit is None:
        return skip("too few earlier partitions")
    missing = feed.usual.missing_hours
    return judge(
        len(missing) > limit,
        f"{len(missing)} of 24 hours have no {feed.today.feed}",
        observed=len(missing),
        threshold=limit,
        details={"empty_hours": missing},
    )


def no_hours(feed: Subject) -> str | None:
    """Why the hours can't be judged."""
    if feed.total == 0:
        return "no lines"
    said = feed.said_by("column_missing", "repeated_feed")
    if not said and 2 * feed.usual.today.in_hours < feed.total:
        if feed.is_on("quarantine_rate") and feed.is_mostly_rejected():
            said = "quarantine_rate"
        elif feed.is_on("warning_rate") and feed.is_mostly_warned():
            said = "warning_rate"
    return f"see {said}" if said else None


def hourly_drop(feed: Subject) -> Outcome:
    """Hours in a row far below their usual share of the day."""
    if reason := no_hours(feed):
        return skip(reason)
    if feed.is_announced():
        return skip("announced")
    if not feed.usual.knows_hours:
        return skip("too few earlier days of its kind")
    if feed.said_by("hourly_coverage"):
        return skip("see hourly_coverage")
    low = feed.usual.low_hours
    share = feed.usual.share_of(low)
    return judge(
        bool(low),
        f"{len(low)} hours in a row are low",
        observed=sum(feed.usual.today.hours[hour] for hour in low),
        threshold=float(feed.setting("hourly_drop_ratio")) * share,
        details={"low_hours": low, "usual": share},
    )


def no_volume(feed: Subject) -> str | None:
    """Why the volume can't be judged."""
    if feed.said_by("unread_file") and not feed.files:
        return "see unread_file"
    if said := feed.said_by("feed_missing", "feed_empty"):
        return f"see {said}"
    if feed.is_announced():
        return "announced"
    return None if feed.usual.days else "too few earlier partitions"


def volume_drop(feed: Subject) -> Outcome:
    """Received lines further below what usually comes at least than the feed varies anyway."""
    if reason := no_volume(feed):
        return skip(reason)
    limit = feed.usual.at_least * (1 - feed.usual.tolerance)
    fires = feed.total < limit
    if fires and feed.said_by("hourly_coverage") and feed.total + lost_in_gap(feed) >= limit:
        return skip("see hourly_coverage")
    if fires and feed.said_by("hourly_drop") and feed.total + lost_in_low(feed) >= limit:
        return skip("see hourly_drop")
    return judge(fires, f"{feed.total} lines", observed=feed.total, threshold=limit)


def lost_in_gap(feed: Subject) -> float:
    """The lines that usually come in the missing hours."""
    usual = feed.usual.usual_hours
    return sum(usual[hour] for hour in feed.usual.missing_hours) if usual else 0


def lost_in_low(feed: Subject) -> float:
    """The lines that the low hours lack."""
    low = feed.usual.low_hours
    return feed.usual.share_of(low) - sum(feed.usual.today.hours[hour] for hour in low)


def volume_spike(feed: Subject) -> Outcome:
    """Received lines above twice what usually comes at most."""
    if reason := no_volume(feed):
        return skip(reason)
    usual = feed.usual.at_most
    chance = float(feed.setting("volume_chance_factor")) * sqrt(usual)
    limit = max(float(feed.setting("volume_spike_ratio")) * usual, usual + chance)
    fires = feed.total > limit
    if fires and feed.said_by("quarantine_rate") and len(feed.today.clean) <= limit:
        return skip("see quarantine_rate")
    return judge(
        fires,
        f"{feed.total} lines",
        observed=feed.total,
        threshold=limit,
        severity="warn",
    )


def quarantine_rate(feed: Subject) -> Outcome:
    """Half of the lines, or 10 points above the median of the latest days; 25 is an error."""
    if feed.total == 0:
        return skip("no lines")
    if said := feed.said_by("column_missing", "repeated_feed"):
        return skip(f"see {said}")
    rate = rejected(feed.today)
    if feed.is_mostly_rejected():
        most = feed.setting("max_quarantine_rate")
        return judge(True, f"quarantine rate {float(rate):.3f}", observed=rate, threshold=most)
    if not feed.latest:
        return skip("too few earlier partitions")
    usual = usual_rate(feed)
    rise = least_rise(feed)
    error = feed.setting("quarantine_rate_error")
    is_error = rate >= usual + error
    return judge(
        rate >= usual + rise,
        f"quarantine rate {float(rate):.3f}, usually {float(usual):.3f}",
        observed=rate,
        threshold=usual + max(rise, error if is_error else 0),
        severity="error" if is_error else "warn",
    )


def least_rise(feed: Subject) -> Fraction:
    """How much more is much more: some points, or what chance alone does with few lines."""
    usual = usual_rate(feed)
    factor = float(feed.setting("quarantine_chance_factor"))
    chance = factor * sqrt(usual * (1 - usual) / feed.total)
    return max(feed.setting("quarantine_rate_warn"), Fraction(str(round(chance, 9))))


def usual_rate(feed: Subject) -> Fraction:
    """The median rate of the latest days."""
    return median(rejected(found) for found in feed.latest)


def has_high_rate(feed: Subject) -> bool:
    """Much more quarantine than usual, or than is ever right."""
    if feed.is_mostly_rejected():
        return True
    if not feed.total or not feed.latest:
        return False
    return rejected(feed.today) >= usual_rate(feed) + least_rise(feed)


def rejected(found: FeedDay) -> Fraction:
    """Share of the lines in quarantine."""
    return Fraction(len(found.quarantine), len(found.rows))


def warning_rate(feed: Subject) -> Outcome:
    """One warning for more than half of the lines."""
    if feed.total == 0:
        return skip("no lines")
    if said := feed.said_by("column_missing", "repeated_feed"):
        return skip(f"see {said}")
    fires = feed.is_mostly_warned()
    if fires and feed.is_on("quarantine_rate") and feed.is_mostly_rejected():
        return skip("see quarantine_rate")
    rule, lines = feed.main_warning
    return judge(
        fires,
        f"{lines} lines have {rule}",
        observed=Fraction(lines, feed.total),
        threshold=feed.setting("max_warning_rate"),
        severity="warn",
    )


def repeated_feed(feed: Subject) -> Outcome:
    """The same content, apart from ingest_date, as the latest earlier day with the feed."""
    if feed.total == 0:
        return skip("no lines")
    if not feed.earlier:
        return skip("no earlier partition")
    before = feed.earlier[0]
    return judge(
        feed.is_repeated and not feed.stood_still_before,
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


def date_missing(feed: Subject) -> Outcome:
    """Dates that never came before this one, of a feed that comes daily or on the same weekdays."""
    if not feed.earlier:
        return skip("no earlier partition")
    if feed.earlier[0].day == feed.today.day - timedelta(days=1):
        return judge(False, "the day before came", observed=0, threshold=0)
    dates = missing_dates(feed)
    if dates is None:
        return skip("no rhythm")
    before = FEEDS[: list(FEEDS).index(feed.today.feed)]
    others = [subject(feed.result, feed.today.day, other) for other in before]
    if dates and any(other.is_on("date_missing") and missing_dates(other) for other in others):
        return skip("told of another feed")
    return judge(
        bool(dates),
        f"{len(dates)} missing",
        observed=len(dates),
        threshold=0,
        details={"dates": [str(day) for day in dates]},
    )


def missing_dates(feed: Subject) -> list[date] | None:
    """Those before the feed's day."""
    earlier = [found.day for found in feed.earlier[: feed.variables.baseline_partitions]]
    if len(earlier) < feed.variables.baseline_partitions:
        return None
    announced = feed.usual.past.is_announced
    loaded = {*feed.result.days, *(day for day in days_before(feed.today.day) if announced(day))}
    return lacking_dates(feed.today.day, earlier, loaded)


def lacking_dates(today: date, latest: list[date], loaded: Set[date]) -> list[date] | None:
    """Dates that never came since the latest; None where these, latest first, have no rhythm."""
    if latest[-1] < days_before(today)[0]:
        return None
    weekdays = {day.weekday() for day in latest}
    lacking = [
        day
        for day in days_before(today)
        if day >= latest[-1] and day.weekday() in weekdays and day not in loaded
    ]
    if sum(day < latest[0] for day in lacking) > 1:
        return None
    return [day for day in lacking if day > latest[0]]


def days_before(today: date) -> list[date]:
    """The last three months, earliest first."""
    return [today - timedelta(days=number) for number in range(92, 0, -1)]


def content(found: FeedDay) -> Counter[object]:
    """What was received, in any order: a line's fields but for its ingest_date, or its text."""
    return Counter(
        tuple(text and trim(text) for name, text in row.sent.items() if name != "ingest_date")
        if row.sent is not None
        else row.raw_line
        for row in found.rows
    )


CHECKS: dict[str, Callable[[Subject], Outcome]] = {
    "feed_missing": feed_missing,
    "feed_empty": feed_empty,
    "unread_file": unread_file,
    "column_missing": column_missing,
    "unexpected_column": unexpected_column,
    "malformed_lines": malformed_lines,
    "hourly_coverage": hourly_coverage,
    "hourly_drop": hourly_drop,
    "volume_drop": volume_drop,
    "volume_spike": volume_spike,
    "quarantine_rate": quarantine_rate,
    "warning_rate": warning_rate,
    "repeated_feed": repeated_feed,
    "correction_unmatched": correction_unmatched,
    "date_missing": date_missing,
}

# What a check that others leave the word to is about.
SAYS: dict[str, Callable[[Subject], bool]] = {
    "unread_file": lambda feed: bool(feed.today.unread),
    "feed_missing": lambda feed: not feed.files,
    "feed_empty": lambda feed: bool(feed.files) and feed.total == 0,
    "column_missing": lambda feed: feed.lacks_columns,
    "repeated_feed": lambda feed: (
        feed.total > 0 and feed.is_repeated and not feed.stood_still_before
    ),
    "hourly_coverage": lambda feed: feed.today.feed in HOURLY_FEEDS and feed.has_gap(),
    "hourly_drop": lambda feed: feed.today.feed in HOURLY_FEEDS and bool(feed.usual.low_hours),
    "quarantine_rate": has_high_rate,
}
