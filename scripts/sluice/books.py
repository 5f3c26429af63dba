"""The feed book as dbt has it: the variable `feeds` of dbt_project.yml."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any

import yaml

from sluice.problems import BAD_INPUT, Problem
from sluice.settings import ROOT
from sluice.words import listed

NAME = re.compile(r"[a-z][a-z0-9_]*")
LISTS = ("key", "dimensions", "missing_words", "time_formats")
MAPPINGS = {  # and what they have
    "symbols": "codes of currencies",
    "severities": "reject or warn by rule",
    "alerts": "names and values",
}
MODELS = ("stg_{}", "int_{}_duplicates", "quarantine_{}", "clean_{}")  # that each feed has


@cache
def variables() -> dict[str, Any]:
    """The variables of dbt_project.yml."""
    text = (ROOT / "dbt_project.yml").read_text(encoding="utf-8")
    return yaml.safe_load(text)["vars"]


def feed_book() -> dict[str, dict[str, Any]]:
    """What is true of each feed, in the order of every list and report; a Problem if it is none."""
    book: Any = variables().get("feeds")
    if fault := shape_fault(book):
        raise Problem(BAD_INPUT, fault)
    return book


def shape_fault(book: Any) -> str | None:
    """Why dbt couldn't even read its models with such a feed book; the rest is for its macros."""
    if not isinstance(book, dict) or not book:
        return f"feeds must have an entry for each feed, not be {shown(book)}."
    for feed, entry in book.items():
        if not NAME.fullmatch(str(feed)):
            return f"feeds: {shown(feed)} must be a name of small letters, digits and underscores."
        if not isinstance(entry, dict):
            return f"feeds: {feed} must have names and values, not be {shown(entry)}."
        if fault := columns_fault(entry.get("columns")) or words_fault(entry):
            return f"feeds: {feed}.{fault}."
    return None


def columns_fault(columns: Any) -> str | None:
    """What is wrong with the columns of an entry."""
    if not isinstance(columns, dict) or not columns:
        return "columns must have an entry for each column"
    for name, column in columns.items():
        if not isinstance(name, str):
            return f"columns: {shown(name)} must be the name of a column"
        kind = column.get("kind") if isinstance(column, dict) else column
        if not isinstance(column, dict) or not isinstance(kind, str):
            return f"{name} must have a kind of column, not {shown(kind)}"
        if kind == "amount" and column.get("currency") not in columns:
            return f"{name}.currency must name a column, not {shown(column.get('currency'))}"
    return None


def words_fault(entry: dict[str, Any]) -> str | None:
    """What is wrong with the words of an entry that name columns, or have several values."""
    columns = entry["columns"]
    for word in ("id", "time"):
        if not isinstance(name := entry.get(word), str) or name not in columns:
            return f"{word} must name a column, not {shown(name)}"
    for word in LISTS:
        texts = entry.get(word, [])
        if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
            return f"{word} must be a list of texts, not {shown(texts)}"
    if others := [name for name in entry.get("key", []) if name not in columns]:
        return f"key must name columns, not {shown(others[0])}"
    for word, what in MAPPINGS.items():
        if not isinstance(found := entry.get(word, {}), dict):
            return f"{word} must have {what}, not be {shown(found)}"
    return None


def shown(value: Any) -> str:
    """A value as a sentence quotes it, as the macro of that name does."""
    text = str(value)
    return "nothing" if value is None else f"'{text if len(text) <= 60 else f'{text[:60]}…'}'"


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
