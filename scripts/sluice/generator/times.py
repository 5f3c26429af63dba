"""Points in time, as seconds since 1970 in UTC, and the cells that hold them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from sluice.generator.dice import Cell, Dice
from sluice.generator.time_forms import DAY, EPOCH, FORMS, INVALID, ZONED
from sluice.generator.written import Writing

HOUR = 3600
MONTH_FIRST = re.compile(r"(\d{1,2})([/-])(\d{1,2})(?=\2\d\d)")
WITH_SHORT_YEARS = ("two_digit_year", "oracle_two_digits")  # to the second, and to the day


def seconds_at(day: date) -> int:
    """Midnight of a day."""
    return (day.toordinal() - EPOCH.toordinal()) * DAY


def shown_by(zone: str, at: int) -> int:
    """What the clocks of a zone show at a point in time, as seconds since their own 1970."""
    if zone == "UTC":
        return at
    there = datetime.fromtimestamp(at, UTC).astimezone(zone_of(zone))
    return int((there.replace(tzinfo=None) - EPOCH).total_seconds())


def points_of(zone: str, shown: int) -> set[int]:
    """When the clocks of a zone show that: never or twice where they are changed."""
    if zone == "UTC":
        return {shown}
    there = (EPOCH + timedelta(seconds=shown)).replace(tzinfo=zone_of(zone))
    points = {int(there.replace(fold=fold).timestamp()) for fold in (0, 1)}
    return {at for at in points if shown_by(zone, at) == shown}


@cache
def zone_of(name: str) -> ZoneInfo:
    """A zone by its name."""
    return ZoneInfo(name)


class Clock:
    """Writes the time cells of one column on one day, with the rules they break."""

    def __init__(self, column: str, day: date, writing: Writing) -> None:
        self.writing = writing
        self.column, self.midnight = column, seconds_at(day)
        self.may_be_late = column != "created_at"

    def point(self, shown: int) -> int:
        """When the clocks of the feed's day show that, or a little later where they pass it by."""
        while not (points := points_of(self.writing.day_zone, shown)):
            shown += HOUR // 2
        return min(points)

    def issues(self, at: int) -> tuple[str, ...]:
        """Which rules about its time a row breaks."""
        shown = shown_by(self.writing.day_zone, at)
        if shown > self.midnight + 2 * DAY:
            return (f"{self.column}_in_future",)
        if self.may_be_late and shown < self.midnight - 7 * DAY:
            return (f"{self.column}_late",)
        return ()

    def without_zone(self, at: int, precision: int = 1) -> tuple[datetime, int]:
        """What a time without a zone says, cut to so many seconds, and when that is.

        Of a time that comes twice or never, an hour or more later: it could be read either way.
        """
        shown = shown_by(self.writing.naive_timezone, at)
        shown -= shown % precision
        while len(points := points_of(self.writing.naive_timezone, shown)) != 1:
            shown += max(precision, HOUR)
        return EPOCH + timedelta(seconds=shown), min(points)

    def plain(self, at: int, dice: Dice, defect: str = "") -> Cell:
        """A valid time in one of the usual forms."""
        moment, chance = EPOCH + timedelta(seconds=at), dice.random()
        if chance < 0.5:
            there, at = self.without_zone(at)
            text = there.isoformat(" ")
        elif chance < 0.7:
            text = moment.isoformat() + "Z"
        elif chance < 0.85:
            text = moment.isoformat() + "+00:00"
        else:
            text = (moment - timedelta(hours=5)).isoformat() + "-05:00"
        return Cell(text, self.issues(at), defect, at)

    def formed(self, at: int, name: str) -> Cell:
        """A valid time in the form of that name."""
        form, precision = FORMS[name]
        if name in ZONED:
            at -= at % precision
            moment = EPOCH + timedelta(seconds=at)
        else:
            moment, at = self.without_zone(at, precision)
        text = self.in_order(form(moment))
        return Cell(text, self.issues(at), f"time_{name}", at)

    def own(self, at: int, form: str) -> Cell:
        """A valid time in a form of the feed's own."""
        moment = EPOCH + timedelta(seconds=at)
        if not re.search("%[zZ]", form):
            moment, at = self.without_zone(at)
        text = moment.replace(tzinfo=UTC).strftime(form)
        return Cell(text, self.issues(at), "time_own_form", at)

    def in_order(self, text: str) -> str:
        """A text with month and day as the feed has them; the forms have the month first."""
        if self.writing.date_order == "mdy":
            return text
        found = MONTH_FIRST.match(text)
        return f"{found[3]}{found[2]}{found[1]}{text[found.end() :]}" if found else text

    def invalid(self, at: int, name: str) -> Cell:
        """What no reader may take for a time."""
        is_short = self.writing.two_digit_years and name in WITH_SHORT_YEARS
        moment = EPOCH + timedelta(seconds=at)
        if is_short:
            moment, at = self.without_zone(at, DAY if name == WITH_SHORT_YEARS[1] else 1)
        text = self.in_order(INVALID[name](moment))
        if is_short:
            return Cell(text, self.issues(at), f"time_{name}", at)
        return Cell(text, (f"{self.column}_invalid",), f"bad_time_{name}")
