"""Which dates of a run can't be read, and what is left of it without them."""

from __future__ import annotations

from bisect import bisect
from datetime import date

from sluice.books import readings
from sluice.files.raw_files import inspect_all, remove_scratch


def unreadable(root: str, days: list[date], scratch: str) -> dict[date, str]:
    """The dates that have a file that can't be read, and why."""
    found: dict[date, str] = {}
    for day in days:
        files = inspect_all(root, [day], scratch, readings())
        if problems := [str(file["problem"]) for file in files if file["problem"]]:
            found[day] = "; ".join(problems)
    remove_scratch(scratch)
    return found


def runs_between(days: list[date], others: list[date]) -> list[list[date]]:
    """Sorted dates in pieces: those that lie between the same two of others."""
    pieces: dict[int, list[date]] = {}
    for day in days:
        pieces.setdefault(bisect(others, day), []).append(day)
    return list(pieces.values())
