"""Seeded chance, ids that never repeat, and cells: what every part of the generator shares.

Everything random comes from Random.random() alone, which Python promises to keep: the same seed
gives the same bytes on any version.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from random import Random
from typing import Any, NamedTuple, TypeVar

Item = TypeVar("Item")

WHITE_SPACE = " \t\v\f\r\u00a0"
FEEDS = ("customers", "events", "orders")
COLUMNS = {
    "customers": ("customer_id", "email", "created_at", "country", "status", "ingest_date"),
    "events": (
        *("event_id", "customer_id", "event_time", "event_type", "platform"),
        *("session_id", "duration_ms", "ingest_date"),
    ),
    "orders": (
        *("order_id", "customer_id", "order_time", "amount", "currency", "status"),
        "ingest_date",
    ),
}
LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"
PAIRS = tuple(first + second for first in LETTERS for second in LETTERS)
MASK = (1 << 50) - 1


class Cell(NamedTuple):
    """One value as it is written, the rules it breaks, and what it means (a time, a currency …)."""

    text: str
    issues: tuple[str, ...] = ()
    defect: str = ""
    value: Any = None


class Dice:
    """Chance that depends on nothing but its key."""

    __slots__ = ("random",)

    def __init__(self, *key: object) -> None:
        self.random = Random("/".join(map(str, key))).random

    def chance(self, probability: float) -> bool:
        """True with this probability."""
        return self.random() < probability

    def between(self, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        return low + int(self.random() * (high - low + 1))

    def pick(self, options: Sequence[Item]) -> Item:
        """One of the options, each as likely as any other."""
        return options[int(self.random() * len(options))]


def deck(weights: dict[Item, int]) -> tuple[Item, ...]:
    """Repeats each key as often as its weight says, to pick from."""
    return tuple(item for item, weight in weights.items() for _ in range(weight))


def scramble(seed: int, number: int) -> int:
    """Maps numbers below 2**50 onto each other, one to one, without a visible pattern."""
    number = ((number ^ seed * 0x2545F4914F6CDD) * 0x1B873593CC9E2D + seed) & MASK
    number = ((number ^ number >> 26) * 0x3C79AC492BA7B5) & MASK
    return number ^ number >> 23


def eight_letters(chance: float) -> str:
    """Letters and digits that look random, from a number from 0 to 1."""
    number = int(chance * (1 << 40))
    head = PAIRS[number >> 30] + PAIRS[number >> 20 & 1023]
    return head + PAIRS[number >> 10 & 1023] + PAIRS[number & 1023]


def row_id(prefix: str, seed: int, day: date, number: int) -> str:
    """An id that no other row with this prefix has, on any day; `number` is below 2**30."""
    mixed = scramble(seed + ord(prefix), day.toordinal() << 30 | number)
    head = prefix + PAIRS[mixed >> 40] + PAIRS[mixed >> 30 & 1023] + PAIRS[mixed >> 20 & 1023]
    return head + PAIRS[mixed >> 10 & 1023] + PAIRS[mixed & 1023]
