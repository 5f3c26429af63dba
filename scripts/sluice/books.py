"""The feed book as dbt has it: the variable `feeds` of dbt_project.yml."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import yaml

from sluice.settings import ROOT


@cache
def variables() -> dict[str, Any]:
    """The variables of dbt_project.yml."""
    text = (ROOT / "dbt_project.yml").read_text(encoding="utf-8")
    return yaml.safe_load(text)["vars"]


def feed_book() -> dict[str, dict[str, Any]]:
    """What is true of each feed, in the order of every list and report."""
    return variables()["feeds"]


def feeds() -> list[str]:
    """The names of the feeds."""
    return list(feed_book())


def columns(feed: str) -> list[str]:
    """The columns of a feed, in the order of its tables."""
    return list(feed_book()[feed]["columns"])


def dimensions(feed: str) -> list[str]:
    """The columns of a feed whose values are counted."""
    return feed_book()[feed]["dimensions"]


def day_zones() -> dict[str, str]:
    """The zones whose clocks the feeds' days go by, of the feeds that name one; UTC otherwise."""
    return {name: entry["day_zone"] for name, entry in feed_book().items() if "day_zone" in entry}


def readings() -> dict[str, dict[str, Any]]:
    """How the files of each feed are written, as readings() in macros/reading has it."""
    most = variables()["max_record_lines"]
    return {feed: entry | {"max_record_lines": most} for feed, entry in feed_book().items()}


def in_order(of_feed: Callable[[str], list[str]]) -> list[str]:
    """The names that each feed has, every one once, in an order that keeps that of each feed."""
    found: list[str] = []
    for feed in feeds():
        place = 0
        for name in of_feed(feed):
            if name not in found:
                found.insert(place, name)
            place = found.index(name) + 1
    return found


def customer_column(feed: str) -> str | None:
    """The column in which a feed names a customer, if it names any."""
    for name, column in feed_book()[feed]["columns"].items():
        if column["kind"] == "reference" and column["feed"] == "customers":
            return name
    return None
