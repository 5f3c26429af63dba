"""Simulated histories of a feed, hour by hour, with faults of known size and date.

Everything is drawn from a seed: the same seed gives the same histories. A kind says what a feed is
like; its parameters for tuning and for evaluation differ, and so do the seeds.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

DAYS = 730  # of a history
WARM_UP = 98  # first days without a fault; false alarms count from the first day on
FIRST_DAY = date(1990, 1, 1)
APART = 133 * 7  # days from one history's first to the next's: more than any look-back lies between
FAULT_DAYS = 3  # a fault lasts: nobody mended it
GAPS = (26, 38)  # days from one fault to the next
OFF_DAY = 0.01  # of the lines happened on another day
QUARANTINE = 0.08  # of the lines are rejected anyway

Hours = NDArray[np.int64]  # days by hours


@dataclass(frozen=True)
class Kind:
    """What a feed is like."""

    name: str
    rows: float  # a day
    noise: float = 0.05  # of a day, as a standard deviation of its logarithm
    hour_noise: float = 0.08
    weekend: float = 0.6  # of a working day
    growth: float = 1.1  # over a year
    night: float = 0.3  # of the daily mean, at the quietest hour
    closed: tuple[int, ...] = ()  # hours without any line
    ends: int = 24  # the hour from which usually no line comes any more
    launches: int = 0  # a year; up to three times as much, fading over three days
    holidays: int = 0  # a year; half to four fifths of the day
    has_summer_time: bool = False  # its hours are an hour earlier in UTC for half of the year
    lasting: tuple[float, ...] = ()  # changes that stay, at equal distances
    is_announced: bool = False  # launches and holidays are listed in announced_dates
    basket: float = 1  # lines that come together, on average: negative binomial
    weather: float = 0  # share of lines that rain of some hours, every few days, may cost
    month_end: float = 1  # times as much on the last day of each month
    month_hours: tuple[
        int, ...
    ] = ()  # the hours in which what is more then comes; else all of them


KINDS = {
    kind.name: kind
    for kind in (
        Kind("steady", 20_000, noise=0.03, weekend=0.95),
        Kind("weekly", 5_000, weekend=0.4),
        Kind("growing", 2_000, growth=2.0),
        Kind("asleep at night", 3_000, closed=(0, 1, 2, 3, 4, 5), weekend=1.4),
        Kind("small", 50),
        Kind("millions", 3_000_000, noise=0.04),
        Kind("noisy", 10_000, noise=0.12, hour_noise=0.15),
        Kind("launches", 8_000, launches=4),
        Kind("launches, announced", 8_000, launches=4, is_announced=True),
        Kind("holidays", 8_000, holidays=9),
        Kind("holidays, announced", 8_000, holidays=9, is_announced=True),
        Kind("summer time", 6_000, closed=(0, 1, 2, 3, 4, 5), has_summer_time=True),
        Kind("lasting changes", 8_000, lasting=(0.6, 2.5)),
        Kind("baskets", 3_000, basket=12),
        Kind("weather", 5_000, weather=0.7),
        Kind("month ends", 8_000, month_end=1.8),
        Kind("billing runs", 8_000, month_end=3, month_hours=(1, 2)),
    )
}
# What is tuned on differs from what is evaluated in more than the seed.
TUNING = {"rows": 1.3, "noise": 0.9, "weekend": 1.1, "growth": 0.9, "night": 1.2}
TUNING_SEED, EVALUATION_SEED = 20_251_210, 31_415


@dataclass(frozen=True)
class Fault:
    """What goes wrong, and how much of it."""

    name: str
    size: float = 0
    unit: str = ""

    @property
    def label(self) -> str:
        """For a table."""
        return f"{self.name} {self.size:g}{self.unit}" if self.unit else self.name


FAULTS = (
    *(Fault("gap of", hours, " h") for hours in (1, 2, 3, 4, 6, 8, 12)),
    *(Fault("shard lost,", percent, " %") for percent in (10, 20, 30, 40, 50, 60)),
    *(Fault("half lost for", hours, " h") for hours in (3, 6)),
    *(Fault("stops early by", hours, " h") for hours in (1.5, 2.5, 4.5, 8.5)),
    Fault("feed missing"),
    Fault("yesterday's file again"),
    Fault("file loaded twice"),
)


@dataclass
class History:
    """A feed's days; `fault` is an index of FAULTS or -1, `fault_day` counts from 0."""

    kind: Kind
    number: int
    hours: Hours
    off_day: NDArray[np.int64]
    quarantine: NDArray[np.int64]
    special: NDArray[np.bool_]
    usual: NDArray[np.float64]  # by day and hour, to one who knows all but chance and weather
    fault: NDArray[np.int64] = field(default_factory=lambda: np.full(DAYS, -1))
    fault_day: NDArray[np.int64] = field(default_factory=lambda: np.zeros(DAYS, int))
    is_there: NDArray[np.bool_] = field(default_factory=lambda: np.ones(DAYS, bool))  # a folder
    is_excused: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(DAYS, bool))
    is_missing: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(DAYS, bool))
    is_repeated: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(DAYS, bool))
    kept: NDArray[np.float64] = field(default_factory=lambda: np.ones((DAYS, 24)))  # by a fault

    @property
    def first_day(self) -> date:
        """Histories lie one after the other in the calendar."""
        return FIRST_DAY + timedelta(days=self.number * APART)

    @property
    def total(self) -> NDArray[np.int64]:
        """Received lines."""
        return self.hours.sum(axis=1) + self.off_day

    @property
    def judged(self) -> NDArray[np.bool_]:
        """The days that count."""
        return self.is_there & ~self.is_excused


def tuned_on(kind: Kind) -> Kind:
    """The same kind with the parameters for tuning."""
    return replace(kind, **{name: getattr(kind, name) * by for name, by in TUNING.items()})


def simulate(kind: Kind, number: int, seed: int, is_damaged: bool = True) -> History:
    """A history of a kind, with a fault of every kind and size in random order."""
    dice = np.random.default_rng([seed, list(KINDS).index(kind.name), number])
    weekdays = (np.arange(DAYS) + number * APART) % 7  # FIRST_DAY is a Monday
    factors, special = special_days(kind, dice)
    regular = rates(kind, weekdays) * factors[:, None]
    expected = regular * wandering(kind.noise, dice)[:, None]
    expected *= np.exp(kind.hour_noise * dice.standard_normal((DAYS, 24)))
    expected *= 1 - rain(kind.weather, dice)
    expected += month_ends(kind, expected, number)
    hours = in_baskets(expected, kind.basket, dice)
    off_day = dice.binomial(hours.sum(axis=1), OFF_DAY)
    quarantine = dice.binomial(hours.sum(axis=1) + off_day, QUARANTINE)
    usual = regular + month_ends(kind, regular, number)
    history = History(kind, number, hours, off_day, quarantine, special, usual)
    if is_damaged:
        inject(history, dice)
    return history


def in_hand(
    kind: Kind,
    number: int,
    hours: Hours,
    special: NDArray[np.bool_],
    is_excused: NDArray[np.bool_],
    seed: int,
) -> History:
    """A history of hours that nobody simulated; a seed below 0 puts no fault into it."""
    dice = np.random.default_rng([abs(seed), number])
    nothing = np.zeros(DAYS, int)
    quarantine = dice.binomial(hours.sum(axis=1), QUARANTINE)
    unknown = np.full(hours.shape, np.nan)
    found = History(kind, number, hours.copy(), nothing, quarantine, special, unknown)
    found.is_there, found.is_excused = hours.sum(axis=1) > 0, is_excused
    if seed >= 0:
        inject(found, dice, int(np.flatnonzero(found.is_there)[-1]) + 1)
    return found


def rates(kind: Kind, weekdays: NDArray[np.int64]) -> NDArray[np.float64]:
    """What is expected by day and hour, without noise; weekends begin two hours later."""
    clock = np.arange(24)
    waves = [1 - (1 - kind.night) * np.cos(2 * np.pi * (clock - 3 - late) / 24) for late in (0, 2)]
    is_weekend = weekdays >= 5
    profile = np.where(is_weekend[:, None], waves[1], waves[0])
    profile[:, list(kind.closed)] = 0
    profile /= profile.sum(axis=1, keepdims=True)
    if kind.has_summer_time:
        is_summer = np.arange(DAYS) // 182 % 2 == 1
        profile = np.where(is_summer[:, None], np.roll(profile, -1, axis=1), profile)
    days = kind.growth ** (np.arange(DAYS) / 365) * np.where(is_weekend, kind.weekend, 1)
    return kind.rows * days[:, None] * profile


def rain(loss: float, dice: np.random.Generator) -> NDArray[np.float64]:
    """The share of lines that weather costs, by day and hour."""
    shares = np.zeros(DAYS * 24)
    hour = 0
    while loss and hour < DAYS * 24:
        hour += int(dice.exponential(60))
        length = int(dice.integers(2, 12))
        shares[hour : hour + length] = loss * dice.uniform(0.3, 1)
    return shares.reshape(DAYS, 24)


def in_baskets(expected: NDArray[np.float64], size: float, dice: np.random.Generator) -> Hours:
    """Lines that come so many together, more or less; independently of each other at size 1."""
    baskets = dice.poisson(expected / size)
    if size == 1:
        return baskets
    more = dice.negative_binomial(np.maximum(baskets, 1), 1 / size)
    return baskets + np.where(baskets > 0, more, 0)


def wandering(noise: float, dice: np.random.Generator) -> NDArray[np.float64]:
    """The noise of days: a busy day is often followed by a rather busy one."""
    steps = noise * dice.standard_normal(DAYS)
    for day in range(1, DAYS):
        steps[day] = 0.3 * steps[day - 1] + (1 - 0.3**2) ** 0.5 * steps[day]
    return np.exp(steps)


def special_days(
    kind: Kind, dice: np.random.Generator
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """What launches and holidays make of a day, and which days they are."""
    factors = np.ones(DAYS)
    for day in dice.choice(DAYS - 3, 2 * kind.launches, replace=False):
        factors[day : day + 3] *= 1 + dice.uniform(0.5, 2) * np.array([1, 0.4, 0.15])
    for day in dice.choice(DAYS, 2 * kind.holidays, replace=False):
        factors[day] *= dice.uniform(0.5, 0.8)
    special = factors != 1
    for number, factor in enumerate(kind.lasting):
        day = WARM_UP + (number + 1) * (DAYS - WARM_UP) // (len(kind.lasting) + 1)
        factors[day:] *= factor
    return factors, special


def month_ends(kind: Kind, expected: NDArray[np.float64], number: int) -> NDArray[np.float64]:
    """What comes besides on the last days of months, by day and hour."""
    first = FIRST_DAY + timedelta(days=number * APART)
    tomorrows = [first + timedelta(days=day + 1) for day in range(DAYS)]
    is_last = np.array([tomorrow.day == 1 for tomorrow in tomorrows])
    more = expected * (kind.month_end - 1) * is_last[:, None]
    if not kind.month_hours:
        return more
    in_hours = np.zeros_like(expected)
    in_hours[:, list(kind.month_hours)] = more.sum(axis=1)[:, None] / len(kind.month_hours)
    return in_hours


def inject(history: History, dice: np.random.Generator, end: int = DAYS) -> None:
    """Puts each fault into the history once, far enough apart, never where a day is odd itself."""
    day = min(WARM_UP, end // 2) + int(dice.integers(7))
    is_odd = history.special | history.is_excused | ~history.is_there
    for index in dice.permutation(len(FAULTS)):
        while day + FAULT_DAYS <= end and is_odd[day : day + FAULT_DAYS].any():
            day += 1
        if day + FAULT_DAYS > end:
            return
        whole = history.total[day]
        spoil(history, FAULTS[index], day, dice)
        if history.total[day] != whole or history.is_repeated[day]:
            history.fault[day : day + FAULT_DAYS] = index
            history.fault_day[day : day + FAULT_DAYS] = np.arange(FAULT_DAYS)
        day += int(dice.integers(*GAPS))


def spoil(history: History, fault: Fault, first: int, dice: np.random.Generator) -> None:
    """Applies a fault to its days."""
    start = gap_start(history.kind, int(np.ceil(fault.size)), dice)
    for day in range(first, first + FAULT_DAYS):
        kept = np.ones(24)
        if fault.name == "gap of":
            kept[start : start + int(fault.size)] = 0
        elif fault.name == "half lost for":
            kept[start : start + int(fault.size)] = 0.5
        elif fault.name == "shard lost,":
            kept[:] = 1 - fault.size / 100
        elif fault.name == "stops early by":
            kept = np.clip(history.kind.ends - fault.size - np.arange(24), 0, 1)
        elif fault.name == "feed missing":
            kept[:] = 0
            history.is_missing[day] = True
        elif fault.name == "yesterday's file again":
            repeat(history, day)
            continue
        elif fault.name == "file loaded twice":
            twice(history, day)
            continue
        history.kept[day] = kept
        thin(history, day, kept, dice)


def gap_start(kind: Kind, hours: int, dice: np.random.Generator) -> int:
    """The first hour of a gap, in hours that have lines: in closed ones nothing can be lost."""
    first = max(kind.closed) + 1 if kind.closed else 0
    return int(dice.integers(first, max(first + 1, kind.ends + 1 - hours)))


def thin(history: History, day: int, kept: NDArray[np.float64], dice: np.random.Generator) -> None:
    """Keeps a share of each hour's lines."""
    before = history.total[day]
    history.hours[day] = dice.binomial(history.hours[day], kept)
    history.off_day[day] = dice.binomial(history.off_day[day], kept.mean())
    history.quarantine[day] = dice.binomial(history.total[day], QUARANTINE) if before else 0


def repeat(history: History, day: int) -> None:
    """The file of the day before: no line of it happened on the day, every id was there before."""
    history.off_day[day] = history.total[day - 1]
    history.hours[day] = 0
    history.quarantine[day] = history.total[day]
    history.is_repeated[day] = True


def twice(history: History, day: int) -> None:
    """Every line once more, as an exact copy."""
    history.quarantine[day] += history.total[day]
    history.hours[day] *= 2
    history.off_day[day] *= 2
