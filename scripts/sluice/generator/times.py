"""Points in time, as seconds since 1970 in UTC, and the cells that hold them."""

from __future__ import annotations

from datetime import date, timedelta

from sluice.generator.dice import Cell, Dice
from sluice.generator.time_forms import DAY, EPOCH, FORMS, INVALID

HOUR = 3600


def seconds_at(day: date) -> int:
    """Midnight of a day."""
    return (day.toordinal() - EPOCH.toordinal()) * DAY


class Clock:
    """Writes the time cells of one column on one day, with the rules they break."""

    def __init__(self, column: str, day: date) -> None:
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
        return Cell(form(EPOCH + timedelta(seconds=at)), self.issues(at), f"time_{name}", at)

    def invalid(self, at: int, name: str) -> Cell:
        """What no reader may take for a time."""
        text = INVALID[name](EPOCH + timedelta(seconds=at))
        return Cell(text, (f"{self.column}_invalid",), f"bad_time_{name}")
