"""The rule book, macros/books/reject_rules.sql, for what shows it without a warehouse."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from jinja2 import Environment

from sluice.books import feeds, severities, variables
from sluice.literals import read_yaml
from sluice.settings import ROOT

RULE_BOOK = ROOT / "macros" / "books" / "reject_rules.sql"
Rule = dict[str, Any]


def rule_book(setting: Callable[[str], Any]) -> list[Rule]:
    """The rules as the macro has them, with what `setting` says of a variable for its value."""
    text = re.search(
        r"{% set rules %}\n(.*?){% endset %}", RULE_BOOK.read_text(encoding="utf-8"), re.DOTALL
    )
    if text is None:
        raise ValueError(f"{RULE_BOOK.name} holds no rules")
    macros = {"add_days": add_days, "day_time": lambda _, time: time}
    return read_yaml(Environment().from_string(text[1]).render(setting=setting, **macros))


def rules(feed: str) -> list[Rule]:
    """The rules of a feed with their severities, as the macro of that name has them."""
    found = rule_book(lambda name: variables()[name])
    chosen = severities(feed)
    for rule in found:
        rule["severity"] = chosen.get(rule["name"], rule["severity"])
    return [rule for rule in found if feed in rule.get("feeds", feeds())]


def add_days(date: str, days: object) -> str:
    """Spells the macro of that name for a reader."""
    words = str(days)
    return f"{date} {'-' if words.startswith('-') else '+'} {words.removeprefix('-')} days"
