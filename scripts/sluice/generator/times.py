"""Points in time, as seconds since 1970 in UTC, and the cells that hold them."""

from __future__ import annotations

import re
from datetime import UTC, date, timedelta

from sluice.generator.dice import Cell, Dice
from sluice.generator.time_forms import DAY, EPOCH, FORMS, INVALID
from sluice.generator.written import Writing

HOUR = 3600
MONTH_FIRST = re.compile(r"(\d{1,2})([/-])(\d{1,2})(?=\2\d\d)")
WITH_SHORT_YEARS = ("two_digit_year", "oracle_two_digits")  # to the second, and to the day


def seconds_at(day: date) -> int:
    """Midnight of a day."""
    return (day.toordinal() - EPOCH.toordinal()) * DAY


class Clock:
    """Writes the time cells of one column on one day, with the rules they break."""

    def __init__(self, column: str, day: date, writing: Writing) -> None:
        self.writing = writing
        self.column, self.midnight = column, seconds_at(day)
        self.may_be_late = column != "created_at"

    def issues(self, at: int) -> tuple[str, ...]:
        """Which rules about its time a row breaks."""
        if at > self.midnight + 2 * DAY:
            return (f"{self.column}_in_future",)
        if self.may_be_late and at < self.midnight - 7 * DAY:
            return (f"{self.column}_late",)
        return ()

    def plain(self, at: int, dice: Dice, defect: str = "") -> Cell:
        """A valid time in one of the usual forms."""
        moment, chance = EPOCH + timedelta(seconds=at), dice.random()
        if chance < 0.5:
            text = moment.isoformat(" ")
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
        at -= at % precision
        text = self.in_order(form(EPOCH + timedelta(seconds=at)))
        return Cell(text, self.issues(at), f"time_{name}", at)

    def own(self, at: int, form: str) -> Cell:
        """A valid time in a form of the feed's own."""
        text = (EPOCH + timedelta(seconds=at)).replace(tzinfo=UTC).strftime(form)
        return Cell(text, self.issues(at), "time_own_form", at)

    def in_order(self, text: str) -> str:
        """A text with month and day as the feed has them; the forms have the month first."""
        if self.writing.date_order == "mdy":
            return text
        found = MONTH_FIRST.match(text)
        return f"{found[3]}{found[2]}{found[1]}{text[found.end() :]}" if found else text

    def invalid(self, at: int, name: str) -> Cell:
        """What no reader may take for a time."""
        text = self.in_order(INVALID[name](EPOCH + timedelta(seconds=at)))
        if self.writing.two_digit_years and name in WITH_SHORT_YEARS:
            at -= at % DAY if name == WITH_SHORT_YEARS[1] else 0
            return Cell(text, self.issues(at), f"time_{name}", at)
        return Cell(text, (f"{self.column}_invalid",), f"bad_time_{name}")
