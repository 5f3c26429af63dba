"""What dbt_project.yml says: the feed book, its variable `feeds`, and how the layers are built."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from sluice.faults.feed_book import feed_book_faults
from sluice.faults.values import shown
from sluice.literals import read_yaml
from sluice.problems import BAD_INPUT, Problem
from sluice.settings import ROOT
from sluice.words import listed

ALERTS = Path(__file__).parent / "report" / "schemas" / "alerts.schema.json"
LAYERS = ("staging", "intermediate", "clean", "quarantine", "marts")  # folders and schemas
MODELS = ("stg_{}", "int_{}_duplicates", "quarantine_{}", "clean_{}")  # that each feed has


@cache
def project() -> dict[str, Any]:
    """What dbt_project.yml says."""
    return read_yaml((ROOT / "dbt_project.yml").read_text(encoding="utf-8")) or {}


def variables() -> dict[str, Any]:
    """The variables of dbt_project.yml, also those under the project's name."""
    found = said("vars")
    return found | said("vars", project().get("name"))


def said(*words: Any) -> dict[str, Any]:
    """What dbt_project.yml says under some words; nothing where they have no entries."""
    found: Any = project()
    for word in words:
        found = found.get(word) if isinstance(found, dict) else None
    return found if isinstance(found, dict) else {}


def feed_book() -> dict[str, dict[str, Any]]:
    """What is true of each feed, in the order of every list and report; or a Problem."""
    return check_book(variables().get("feeds"))


def check_book(book: Any) -> dict[str, dict[str, Any]]:
    """The same book; a Problem where its form is wrong."""
    if faults := feed_book_faults(book):
        raise Problem(BAD_INPUT, " ".join(faults))
    return book


def check_models() -> None:
    """A Problem where a layer is built otherwise, a feed lacks models, or models their feed."""
    names = {path.stem for path in (ROOT / "models").rglob("*.sql")}
    faults = list(layer_faults())
    for feed in feeds():
        if missing := [name.format(feed) for name in MODELS if name.format(feed) not in names]:
            faults.append(f"feeds: {feed} has no model {listed(missing)}.")
    staged = {name.removeprefix("stg_") for name in names if name.startswith("stg_")}
    for other in sorted(staged - set(feeds())):
        if f"clean_{other}" in names:
            faults.append(f"feeds lacks {other}, which has models.")
    if faults:
        raise Problem(BAD_INPUT, " ".join(faults))


def layer_faults() -> Iterator[str]:
    """Layers in another schema than all else knows them by, or whose dates are not replaced."""
    name = project().get("name")
    if not said("models", name):
        yield f"dbt_project.yml says nothing of the models of {name}, the project's name."
        return
    replaced = {"materialized": "incremental", "incremental_strategy": "replace_dates"}
    wanted: dict[tuple, dict[str, str]] = {("seeds", name): {"schema": "vocabulary"}}
    wanted |= {("models", name, layer): {"schema": layer, **replaced} for layer in LAYERS}
    for words, values in wanted.items():
        entry = said(*words[:2]) | said(*words)
        for word, value in values.items():
            found = entry.get(f"+{word}", entry.get(word))
            if found != value:
                place = f"{': '.join(words)}: +{word}"
                yield f"dbt_project.yml must have {place}: {value}, not {shown(found)}."


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
