"""Section 7, amended: what is usual for a feed on a date, by what was received before it."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property
from math import log, sqrt
from statistics import median
from typing import TYPE_CHECKING

from tests.reference.metrics import HOURLY_FEEDS, hourly_volume
from tests.reference.variables import Variables

if TYPE_CHECKING:
    from tests.reference.pipeline import FeedDay, Result


@dataclass(frozen=True)
class Measured:
    """What counts of a day of a feed with lines."""

    day: date
    total: int
    # received by hour, None in one that clocks pass over; empty for a feed without hours
    hours: tuple[int | None, ...]
    is_rejected: bool = False  # most of it is in quarantine: no measure for later days

    @property
    def in_hours(self) -> int:
        """All that was received in hours."""
        return sum(lines or 0 for lines in self.hours)

    @property
    def filled(self) -> int:
        """How many hours have lines."""
        return sum(bool(lines) for lines in self.hours)


def measured(found: FeedDay, variables: Variables) -> Measured:
    """Counts a feed's day."""
    most = Fraction(str(variables.of_feed("max_quarantine_rate", found.feed)))
    has_hours = found.feed in HOURLY_FEEDS
    hours = [row["received"] for row in hourly_volume(found, variables)] if has_hours else []
    is_rejected = len(found.quarantine) > most * len(found.rows)
    return Measured(found.day, len(found.rows), tuple(hours), is_rejected)


class Past:
    """A feed's days with lines, each held against plain windows of the days before it."""

    def __init__(self, days: Iterable[Measured], variables: Variables) -> None:
        """Takes the days in any order."""
        self.days = {measured.day: measured for measured in days}
        self.variables = variables
        self.answers: dict[tuple[str, date], float | None] = {}

    def is_announced(self, day: date) -> bool:
        """Listed by the user."""
        return str(day) in [str(listed) for listed in self.variables.announced_dates]

    def is_known_odd(self, day: date) -> bool:
        """Announced, or mostly in quarantine."""
        return self.is_announced(day) or self.days[day].is_rejected

    def weekdays_before(self, day: date) -> list[Measured]:
        """The same weekday of the weeks before, those that are loaded and good, latest first."""
        weeks = range(1, self.variables.baseline_weekdays + 1)
        wanted = [day - timedelta(weeks=week) for week in weeks]
        found = [self.days[other] for other in wanted if other in self.days]
        return [other for other in found if not other.is_rejected]

    def plain_weekdays(self, day: date) -> list[Measured]:
        """Those of them that aren't announced; none when too few."""
        found = [other for other in self.weekdays_before(day) if not self.is_announced(other.day)]
        return found if len(found) >= self.variables.min_baseline_weekdays else []

    def kept(self, what: Callable[[date], float | None], day: date) -> float | None:
        """Works out each answer once."""
        key = (what.__name__, day)
        if key not in self.answers:
            self.answers[key] = what(day)
        return self.answers[key]

    def of_last_days(
        self, what: Callable[[date], float | None], day: date, days: int
    ) -> list[float]:
        """What is known of the days just before a day."""
        before = [day - timedelta(days=number) for number in range(1, days + 1)]
        found = [self.kept(what, other) for other in before if other in self.days]
        return [number for number in found if number is not None]

    def ratio(self, day: date) -> float | None:
        """The day's lines in terms of its weekdays before."""
        weekdays = self.plain_weekdays(day)
        if not weekdays or self.is_known_odd(day):
            return None
        return self.days[day].total / median(float(other.total) for other in weekdays)

    def level(self, day: date) -> float | None:
        """What the last days were in terms of theirs."""
        ratios = self.of_last_days(self.ratio, day, self.variables.level_days)
        return median(ratios) if len(ratios) >= self.variables.min_level_days else None

    def deviation(self, day: date) -> float | None:
        """How far the day is from its weekdays at that level."""
        ratio, level = self.kept(self.ratio, day), self.kept(self.level, day)
        return None if ratio is None or level is None else round(ratio / level - 1, 9)

    def spread(self, day: date) -> float | None:
        """How far days usually are."""
        found = self.of_last_days(self.deviation, day, self.variables.spread_days)
        if len(found) < self.variables.min_spread_days:
            return None
        return median(abs(number) for number in found)

    def drops(self, day: date, feed: str) -> float:
        """How much the worst of the last days lacked, but for a few: each loss counts once."""
        least = float(self.variables.of_feed("min_volume_drop", feed))

        def first_drop(other: date) -> float | None:
            deviation = self.kept(self.deviation, other)
            before = other - timedelta(days=1)
            last = self.kept(self.deviation, before) if before in self.days else None
            if deviation is None or (last is not None and last <= -least):
                return None
            monthly = min([1.0, *self.monthly(other)])
            return max(round(1 - (1 + deviation) / monthly, 9), 0)

        days = [day - timedelta(days=number) for number in range(1, self.variables.drops_days + 1)]
        found = [first_drop(other) for other in days if other in self.days]
        return quantile([number for number in found if number is not None] or [0.0], 0.97)

    def monthly(self, day: date) -> list[float]:
        """What comes once a month makes of the usual, by the day's place from either end of it."""
        found = []
        for place in (lambda other: other.day, days_to_end):
            alike = [
                self.kept(self.deviation, other)
                for other in self.days
                if 0 < (day - other).days <= self.variables.month_days
                and place(other) == place(day)
            ]
            least = self.variables.unusual_deviation
            for sign in (1, -1):
                far = [n for n in alike if n is not None and sign * n >= least]
                if len(far) >= self.variables.min_month_days:
                    found.append(1 + median(far))
                    break
        return found

    def of_kind(self, day: date) -> list[Measured]:
        """The earlier working days, or weekend days, that say what hours are usual."""
        first = day - timedelta(days=self.variables.hour_days)
        return [
            other
            for found, other in self.days.items()
            if first <= found < day
            and is_weekend(found) == is_weekend(day)
            and not self.is_known_odd(found)
            and other.in_hours
        ]

    def is_unusual(self, day: date) -> bool:
        """No measure for later days."""
        deviation = self.kept(self.deviation, day)
        if self.is_known_odd(day):
            return True
        if deviation is not None and abs(deviation) >= self.variables.unusual_deviation:
            return True
        weekdays = self.plain_weekdays(day)
        if not weekdays:
            return False
        usual = median(other.filled for other in weekdays)
        return self.days[day].filled <= usual - self.variables.unusual_hours

    def latest(self, day: date) -> list[Measured]:
        """The good ones of the latest earlier days, latest first."""
        earlier = sorted((other for other in self.days if other < day), reverse=True)
        found = [self.days[other] for other in earlier[: self.variables.baseline_partitions]]
        return [other for other in found if not other.is_rejected]


@dataclass(frozen=True)
class Baseline:
    """What a date of a feed is compared with."""

    past: Past
    today: Measured
    feed: str

    @cached_property
    def weekdays(self) -> list[Measured]:
        """Earlier same weekdays: the usual ones, or all when too few are; none when too few."""
        found = self.past.weekdays_before(self.today.day)
        usual = [other for other in found if not self.past.is_unusual(other.day)]
        least = self.past.variables.min_baseline_weekdays
        return usual if len(usual) >= least else found if len(found) >= least else []

    @cached_property
    def days(self) -> list[Measured]:
        """The days that volume and hours are compared with; empty when too few."""
        latest = self.past.latest(self.today.day)
        weekend = is_weekend(self.today.day)
        alike = [other for other in latest if is_weekend(other.day) == weekend]
        enough = len(alike) >= self.past.variables.min_baseline_partitions
        return self.weekdays or (alike if enough else [])

    @cached_property
    def level(self) -> float:
        """How the last days compare with their weekdays; 1 when that isn't known."""
        known = self.past.level(self.today.day) if self.weekdays and self.today.total else None
        return 1.0 if known is None else known

    @cached_property
    def middle(self) -> float:
        """The median of the days compared with."""
        return median(float(other.total) for other in self.days)

    @cached_property
    def monthly(self) -> list[float]:
        """What comes once a month makes of that, where it is known."""
        return self.past.monthly(self.today.day) if self.weekdays else []

    @property
    def at_least(self) -> float:
        """What usually comes at least."""
        return self.middle * min(self.level, 1.0) * min([1.0, *self.monthly])

    @property
    def at_most(self) -> float:
        """What usually comes at most."""
        return self.middle * max(self.level, 1.0) * max([1.0, *self.monthly])

    @cached_property
    def tolerance(self) -> float:
        """What share of that may lack."""
        spread = self.past.spread(self.today.day) if self.weekdays and self.today.total else None
        chance = min(self.setting("volume_chance_factor") / sqrt(self.at_least), 1)
        if spread is None:
            return max(1 - self.setting("volume_drop_ratio"), chance)
        share = max(
            self.setting("volume_spread_factor") * spread,
            self.setting("volume_drops_factor") * self.past.drops(self.today.day, self.feed),
            self.setting("min_volume_drop"),
        )
        share = min(share, self.setting("max_volume_drop"))
        return max(share, chance)

    def setting(self, name: str) -> float:
        """A number that may differ by feed."""
        return self.past.variables.of_feed(name, self.feed)

    @cached_property
    def alike(self) -> list[Measured]:
        """The days of its kind."""
        return self.past.of_kind(self.today.day)

    @property
    def knows_hours(self) -> bool:
        """They are enough."""
        return len(self.alike) >= self.past.variables.min_hour_days

    @cached_property
    def shares(self) -> list[float]:
        """What part of a day of its kind comes in each hour, usually."""
        return [
            median(there(other.hours[hour], other.in_hours) for other in having(self.alike, hour))
            for hour in range(24)
        ]

    @cached_property
    def spreads(self) -> list[float]:
        """How much more than by chance each hour varies, with the hours beside it."""
        found = []
        for hour, share in enumerate(self.shares):
            alike = having(self.alike, hour)
            wanted = [share * other.in_hours for other in alike]
            squares = [
                (there(other.hours[hour]) - lines) ** 2 / max(lines, 1)
                for other, lines in zip(alike, wanted, strict=True)
            ]
            found.append(quantile(squares, 0.8) / 1.642)
        near = [found[max(hour - 1, 0) : hour + 2] for hour in range(24)]
        return [max(round(sum(some) / len(some), 9), 1) for some in near]

    @cached_property
    def weekday_hours(self) -> list[float] | None:
        """The lines of each hour on its weekdays; None when too few."""
        if not self.weekdays:
            return None
        return [usually(self.weekdays, hour) for hour in range(24)]

    @cached_property
    def usual_hours(self) -> list[float] | None:
        """The lines of each hour, usually; None when nothing is known."""
        if not self.knows_hours:
            return None
        alike = [usually(self.alike, hour) for hour in range(24)]
        return [min(pair) for pair in zip(alike, self.weekday_hours or alike, strict=True)]

    @cached_property
    def missing_hours(self) -> list[int]:
        """Empty hours; where something is known, those in a run that usually has enough lines."""
        empty = [hour for hour in range(24) if self.today.hours[hour] == 0]
        usual = self.usual_hours
        if usual is None:
            latest = self.past.latest(self.today.day)
            known = self.alike or [other for other in latest if other.in_hours]
            return [hour for hour in empty if not having(known, hour) or usually(known, hour)]
        least = self.setting("min_missing_lines")
        found = []
        for run in runs(empty):
            filled = [hour for hour in run if usual[hour] > 0]
            is_clock = len(filled) == 1 and self.is_edge(filled[0])
            if round(sum(self.telling(hour) for hour in filled), 9) >= least and not is_clock:
                found += filled
        return found

    def telling(self, hour: int) -> float:
        """The lines of an hour, as if they came independently of each other."""
        usual, spread = (self.usual_hours or [0.0] * 24)[hour], self.spreads[hour]
        if spread <= 1 or self.is_cut_off(hour):
            return usual
        return usual * log(spread) / (spread - 1)

    def is_cut_off(self, hour: int) -> bool:
        """Before or after all of today's lines, which it wasn't on any day of its kind."""
        if within(self.today.hours, hour):
            return False
        return all(within(other.hours, hour) for other in self.alike)

    def is_edge(self, hour: int) -> bool:
        """Next to an hour that is usually empty: summer time moves it there."""
        usual = self.usual_hours or []
        return 0 in (usual[hour - 1], usual[(hour + 1) % 24])

    @cached_property
    def share_lines(self) -> list[float]:
        """What each hour would have by its usual share of today."""
        lines = self.day_by_hours(self.today)
        alike = [share * lines for share in self.shares]
        usual = self.weekday_hours
        if not usual or not sum(usual):
            return alike
        weekdays = [hour * lines / sum(usual) for hour in usual]
        shares = [min(pair) for pair in zip(alike, weekdays, strict=True)]
        return self.without_rush(shares, self.today.in_hours, usual, self.usual_hours or usual)

    def day_by_hours(self, day: Measured) -> float:
        """The lines of a day as its hours say, the one in the middle of them."""
        found = [
            lines / share
            for lines, share in zip(day.hours, self.shares, strict=True)
            if lines is not None and share
        ]
        return median(found) if found else 0

    def without_rush(
        self, shares: list[float], total: int, usual: list[float], most: list[float]
    ) -> list[float]:
        """Of a day with far more lines than usual no hour needs more than it usually has."""
        if total <= (1 + self.past.variables.unusual_deviation) * sum(usual):
            return shares
        return [min(pair) for pair in zip(shares, most, strict=True)]

    @cached_property
    def low_hours(self) -> list[int]:
        """Hours in a row far below their usual share of the day, and more than they ever were."""
        if not self.knows_hours:
            return []
        limit = self.setting("hourly_spread_factor") * max(1.0, self.lowest_lack)
        found = self.low_runs(self.today.hours, self.share_lines)
        return [hour for run, lack in found if lack >= limit for hour in run]

    @property
    def lowest_lack(self) -> float:
        """What hours of the worst days of its kind lacked, but for a few: each loss counts once."""
        usual = [usually(self.alike, hour) for hour in range(24)]
        found, last = [], 0.0
        for other in sorted(self.alike, key=lambda other: other.day):
            shares = [share * self.day_by_hours(other) for share in self.shares]
            shares = self.without_rush(shares, other.in_hours, usual, usual)
            lack = max([0.0, *(lack for _, lack in self.low_runs(other.hours, shares))])
            if last < self.setting("hourly_spread_factor"):
                found.append(lack)
            last = lack
        return quantile(found, 0.97)

    def low_runs(
        self, hours: Sequence[int | None], usual: list[float]
    ) -> Iterator[tuple[list[int], float]]:
        """Hours in a row that lack enough, each run with how much in terms of what they vary."""
        ratio = self.setting("hourly_drop_ratio")
        low = [
            hour
            for hour, lines in enumerate(hours)
            if lines is not None and lines < ratio * usual[hour]
        ]
        for run in runs(low):
            wanted, came = sum(usual[hour] for hour in run), sum(hours[hour] or 0 for hour in run)
            if len(run) >= self.setting("min_low_hours") and round(
                wanted, 9
            ) - came >= self.setting("min_lacking_lines"):
                vary = sum(sqrt(usual[hour] * self.spreads[hour]) for hour in run)
                yield run, round((wanted - came) / vary, 9)

    def share_of(self, hours: Iterable[int]) -> float:
        """What hours would have by their usual share of the day."""
        return sum(self.share_lines[hour] for hour in hours)


def having(days: Iterable[Measured], hour: int) -> list[Measured]:
    """The days whose clocks showed an hour."""
    return [day for day in days if day.hours[hour] is not None]


def there(lines: int | None, of: float = 1) -> float:
    """The lines of an hour that was there, as a part of so many."""
    assert lines is not None
    return lines / of


def usually(days: Iterable[Measured], hour: int) -> float:
    """The median of an hour's lines."""
    return median(there(day.hours[hour]) for day in having(days, hour))


def within(hours: Sequence[int | None], hour: int) -> bool:
    """Not before the first hour with lines, and not after the last."""
    return any(hours[: hour + 1]) and any(hours[hour:])


def days_to_end(day: date) -> int:
    """How many days of its month are left."""
    return monthrange(day.year, day.month)[1] - day.day


def is_weekend(day: date) -> bool:
    """Saturday or Sunday."""
    return day.weekday() >= 5


def quantile(numbers: Iterable[float], share: float) -> float:
    """Linear between the two nearest ranks."""
    found = sorted(numbers)
    place = (len(found) - 1) * share
    low = int(place)
    high = min(low + 1, len(found) - 1)
    return found[low] + (place - low) * (found[high] - found[low])


def runs(hours: list[int]) -> list[list[int]]:
    """Hours as lists of neighbours."""
    found: list[list[int]] = []
    for hour in hours:
        if found and found[-1][-1] == hour - 1:
            found[-1].append(hour)
        else:
            found.append([hour])
    return found


def baseline(result: Result, day: date, feed: str) -> Baseline:
    """What is usual for a feed on a date, by the processed days before it."""
    loaded = [result.feed_days[other][feed] for other in result.days if other <= day]
    variables = result.variables
    past = Past((measured(found, variables) for found in loaded if found.rows), variables)
    return Baseline(past, measured(result.feed_days[day][feed], variables), feed)
