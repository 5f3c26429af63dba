"""What tells whether an alert is as it was: the check, the feed, and what it is about."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

HOW = {"compared_with", "first", "bytes"}  # details that are no names
Alert = dict[str, Any]  # one of alerts.json, or a row of daily_alerts
Sign = tuple[Any, ...]  # type, dataset, severity, what was observed and what it names


def named(alert: Alert) -> list[str]:
    """What an alert is about, sorted: the columns, files, hours or rule that its details name.

    What they count or compare with may be another number while the same is amiss.
    """
    details = alert.get("details") or {}
    plain = json.loads(details) if isinstance(details, str) else details
    return sorted(
        f"{key} {name}"
        for key, value in plain.items()
        if key not in HOW and not isinstance(value, int | float)
        for name in leaves(value)
    )


def leaves(value: Any) -> Iterator[Any]:
    """What is in lists and in mappings, whatever its key: files that come again may be renamed."""
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from leaves(inner)
    elif value is not None:
        yield value


def sign(alert: Alert) -> Sign:
    """What tells whether an alert is as it was."""
    words = (alert[name] for name in ("type", "dataset", "severity", "observed"))
    return (*words, *named(alert))
