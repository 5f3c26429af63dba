"""Numbers, lists and dates in words: the one place that knows how these are written."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from difflib import get_close_matches

FEW = 3  # dates on either end of a long list


def grouped(number: int) -> str:
    """A number with separators: 1,234."""
    return f"{number:,}"


def counted(number: int, one: str, many: str = "") -> str:
    """A number with its noun: 1 row, 1,234 rows."""
    return f"{grouped(number)} {one if number == 1 else many or f'{one}s'}"


def listed(items: Iterable[object]) -> str:
    """Some things in a row: `a, b and c`; `none` where there is none."""
    *before, last = [str(item) for item in items] or ["none"]
    return f"{', '.join(before)} and {last}" if before else last


def from_to(first: date | str, last: date | str) -> str:
    """A span of dates: one, `A to B`, or `from A on`."""
    if last == date.max:
        return f"from {first} on"
    return str(first) if first == last else f"{first} to {last}"


def dates_in_words(days: Sequence[date | str]) -> str:
    """Sorted dates: one, or how many and from when to when."""
    if len(days) == 1:
        return str(days[0])
    return f"{counted(len(days), 'date')}, {from_to(days[0], days[-1])}"


def in_few_words(days: Sequence[str]) -> list[str]:
    """Sorted dates, the middle ones of many left out."""
    if len(days) <= 2 * FEW:
        return list(days)
    return [*days[:FEW], f"{grouped(len(days) - 2 * FEW)} more", *days[-FEW:]]


def first_of(items: Sequence[str], most: int) -> list[str]:
    """The first of some texts, and behind them how many more there are."""
    more = len(items) - most
    return [*items[:most], *([f"and {grouped(more)} more"] if more > 0 else [])]


def nearest(text: str, known: Collection[str]) -> str:
    """The known word most like a text, as `; did you mean x?`; nothing where none is like it."""
    found = get_close_matches(text, known, n=1, cutoff=0.5)
    return f"; did you mean {found[0]}?" if found else ""
