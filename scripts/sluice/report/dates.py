"""Dates as queries get them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date


def as_text(days: Iterable[date]) -> str:
    """Dates as a text that SQL casts to a list: as a list of values each would take 0.1 ms."""
    return f"[{', '.join(map(str, days))}]"
