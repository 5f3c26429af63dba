"""The feed book as dbt has it: the variable `feeds` of dbt_project.yml."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from sluice.faults.feed_book import feed_book_faults
from sluice.literals import read_yaml
from sluice.problems import BAD_INPUT, Problem
from sluice.settings import ROOT
from sluice.words import listed

ALERTS = Path(__file__).parent / "report" / "schemas" / "alerts.schema.json"
MODELS = ("stg_{}", "int_{}_duplicates", "quarantine_{}", "clean_{}")  # that each feed has


@cache
def variables() -> dict[str, Any]:
    """The variables of dbt_project.yml, also those under the project's name."""
    text = (ROOT / "dbt_project.yml").read_text(encoding="utf-8")
    found = (read_yaml(text) or {}).get("vars") or {}
    own = found.get("sluice")
    return found | own if isinstance(own, dict) else found


def feed_book() -> dict[str, dict[str, Any]]:
    """What is true of each feed, in the order of every list and report; or a Problem."""
    return check_book(variables().get("feeds"))


def check_book(book: Any) -> dict[str, dict[str, Any]]:
    """The same book; a Problem where its form is wrong."""
    if faults := feed_book_faults(book):
        raise Problem(BAD_INPUT, " ".join(faults))
    return book


def check_models() -> None:
    """A Problem where a feed lacks models, or models their feed: dbt would give no reason."""
    names = {path.stem for path in (ROOT / "models").rglob("*.sql")}
    faults = []
    for feed in feeds():
        if missing := [name.format(feed) for name in MODELS if name.format(feed) not in names]:
            faults.append(f"feeds: {feed} has no model {listed(missing)}.")
    staged = {name.removeprefix("stg_") for name in names if name.startswith("stg_")}
    for other in sorted(staged - set(feeds())):
        if f"clean_{other}" in names:
            faults.append(f"feeds lacks {other}, which has models.")
    if faults:
        raise Problem(BAD_INPUT, " ".join(faults))


def feeds() -> list[str]:
    """The names of the feeds."""
    return list(feed_book())


def columns(feed: str) -> list[str]:
    """The columns of a feed, in the order of its tables."""
    return list(feed_book()[feed]["columns"])


def dimensions(feed: str) -> list[str]:
    """The columns of a feed whose values are counted."""
    return feed_book()[feed]["dimensions"]


def severities(feed: str) -> dict[str, str]:
    """The severities that the project chooses for rules of a feed, as read_rules() has them."""
    chosen = variables().get("rule_severities") or {}
    own = feed_book()[feed].get("severities", {})
    of_feed = {
        str(name).removeprefix(f"{feed}."): severity
        for name, severity in chosen.items()
        if str(name).startswith(f"{feed}.")
    }
    return chosen | own | of_feed


def day_zones() -> dict[str, str]:
    """The zones whose clocks the feeds' days go by, of the feeds that name one; UTC otherwise."""
    return {name: entry["day_zone"] for name, entry in feed_book().items() if "day_zone" in entry}


def readings() -> dict[str, dict[str, Any]]:
    """How the files of each feed are written, as readings() in macros/reading has it."""
    most = variables()["max_record_lines"]
    return {feed: entry | {"max_record_lines": most} for feed, entry in feed_book().items()}


@cache
def alert_types() -> list[str]:
    """The types of alerts, as the schema of alerts.json lists them."""
    text = ALERTS.read_text(encoding="utf-8")
    return json.loads(text)["$defs"]["type"]["enum"]


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
