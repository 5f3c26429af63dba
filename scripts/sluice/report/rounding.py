"""Rounds the numbers that are reported."""

from __future__ import annotations

from decimal import Decimal
from typing import Any


def rounded(value: Any) -> Any:
    """A value with its numbers rounded to 6 decimals, whole ones as integers."""
    if isinstance(value, dict):
        return {name: rounded(member) for name, member in value.items()}
    if isinstance(value, list):
        return [rounded(member) for member in value]
    if isinstance(value, Decimal | float):
        value = round(float(value), 6)
        return int(value) if value.is_integer() else value
    return value
